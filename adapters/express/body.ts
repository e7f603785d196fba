import { problemResponse } from '../http/problem.js'
import type { ExpressRequest } from './types.js'

/** The body as it came, or as a parser before us leaves it to be written again; or the answer to what got lost. */
export function toBody(from: ExpressRequest): BodyInit | Response {
  if (!from.readableEnded) return streamOf(from)
  const { body, headers, rawBody } = from
  if (rawBody instanceof Uint8Array) return new Uint8Array(rawBody)
  if (body instanceof Uint8Array) return new Uint8Array(body)
  if (typeof body === 'string') return body
  if (body === undefined) throw new TypeError('The body was read before, and neither "body" nor "rawBody" holds it')
  const type = String(headers['content-type']).replace(/;.*/s, '').trim().toLowerCase()
  if (type === 'application/json' || type.endsWith('+json')) return JSON.stringify(body)
  if (type === 'application/x-www-form-urlencoded') return formOf(Object(body))
  return problemResponse({ status: 415, detail: 'A body of this type is not taken.' })
}

function formOf(fields: object): string | Response {
  const pairs: [string, string][] = []
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value !== 'string') return problemResponse({ status: 400, detail: 'Give every field once, as text.' })
    pairs.push([name, value])
  }
  return new URLSearchParams(pairs).toString()
}

/** Pulls only what is asked for. Stopping early leaves the connection whole, so that an answer can still be sent on it. */
function streamOf(from: ExpressRequest): ReadableStream<Uint8Array> {
  const chunks = from[Symbol.asyncIterator]()
  const source: UnderlyingDefaultSource<Uint8Array> = {
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
  }
  return new ReadableStream(source, { highWaterMark: 0 })
}
