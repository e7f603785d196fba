import type { GraphError } from './errors.js'
import type { Stamp } from './system.js'

/** The successful response of an endpoint. */
export interface Answer {
  readonly status: 200 | 201 | 204
  readonly body?: object | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** Identifies a response in the logs of this service and of the client. */
export interface Trace extends Stamp {
  readonly clientRequestId: string
}

/** Clients send a GUID. Any other short word is echoed too. Other text is not, because it could forge a log line. */
export function traceOf(request: Request, stamp: Stamp): Trace {
  const sent = request.headers.get('client-request-id') ?? ''
  return { ...stamp, clientRequestId: /^[\w.-]{1,64}$/.test(sent) ? sent : stamp.requestId }
}

const json = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8'

export function respond({ status, body, headers }: Answer, trace: Trace, isHead: boolean): Response {
  const text = body === undefined ? null : JSON.stringify(body)
  const all = { ...headersOf(trace), ...(text !== null && { 'content-type': json }), ...headers }
  return new Response(isHead ? null : text, { status, headers: all })
}

/** Returns Graph's error envelope. As in Graph, `innerError.message` repeats the message. */
export function respondError(error: GraphError, trace: Trace, isHead: boolean): Response {
  const { status, code, message, details, headers } = error
  const innerError = {
    message,
    ...(details && { details: details.map(({ field, ...issue }) => ({ target: field, ...issue })) }),
    // Graph sends UTC to the second, without a time zone.
    date: trace.at.toISOString().slice(0, 19),
    'request-id': trace.requestId,
    'client-request-id': trace.clientRequestId,
  }
  const body = JSON.stringify({ error: { code, message, innerError } })
  return new Response(isHead ? null : body, {
    status,
    headers: { ...headersOf(trace), 'content-type': json, ...headers },
  })
}

function headersOf({ at, requestId, clientRequestId }: Trace): Readonly<Record<string, string>> {
  return {
    'cache-control': 'no-store',
    'client-request-id': clientRequestId,
    date: at.toUTCString(),
    'odata-version': '4.0',
    'referrer-policy': 'no-referrer',
    'request-id': requestId,
    'x-content-type-options': 'nosniff',
  }
}
