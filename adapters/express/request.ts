import { problemResponse } from '../http/problem.js'
import { toBody } from './body.js'
import type { ExpressRequest } from './types.js'

/** Returns the request as a web-standard one, or the refusal of a request that cannot be one. */
export function toRequest(from: ExpressRequest, signal: AbortSignal): Request | Response {
  if (/^(?:CONNECT|TRACE|TRACK)$/i.test(from.method)) {
    return problemResponse({ status: 501, detail: 'The methods CONNECT, TRACE and TRACK are not supported.' })
  }
  const url = urlOf(from)
  if (url === undefined)
    return problemResponse({ status: 400, detail: 'The host or the path of the request is not valid.' })
  const headers = headersOf(from)
  if (from.method === 'GET' || from.method === 'HEAD') return new Request(url, { method: from.method, headers, signal })
  const body = toBody(from)
  if (body instanceof Response) return body
  // The parser decompressed the body, and the bridge may write it with another length.
  const outdated = from.readableEnded ? ['content-encoding', 'content-length', 'transfer-encoding'] : []
  for (const name of outdated) headers.delete(name)
  const init: RequestInit & { duplex: 'half' } = { method: from.method, headers, signal, body, duplex: 'half' }
  return new Request(url, init)
}

function urlOf(from: ExpressRequest): string | undefined {
  const host = hostOf(from) ?? ''
  // RFC 9112 §3.2.2: the request line may be an absolute URL. Only its path is used.
  const path = from.originalUrl.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '')
  const url = `${from.protocol === 'https' ? 'https' : 'http'}://${host}${path}`
  return /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/i.test(host) && /^(?:\/|\?|$)/.test(path) && URL.canParse(url)
    ? url
    : undefined
}

/** The rule of `req.hostname` in Express 4 and 5, which leaves out the port. */
function hostOf({ app, headers, socket }: ExpressRequest): string | undefined {
  const trusts = app.get('trust proxy fn')
  const forwarded = first(headers['x-forwarded-host'])
  const isTrusted = typeof trusts === 'function' && trusts(socket.remoteAddress, 0) === true
  return forwarded !== undefined && isTrusted ? forwarded : first(headers['host'])
}

function first(header: string | readonly string[] | undefined): string | undefined {
  return (typeof header === 'string' ? header : header?.[0])?.split(',')[0]?.trim()
}

function headersOf({ headers: given }: ExpressRequest): Headers {
  const headers = new Headers()
  for (const [name, values] of Object.entries(given)) {
    if (values === undefined || name.startsWith(':')) continue
    for (const value of typeof values === 'string' ? [values] : values) headers.append(name, value)
  }
  return headers
}
