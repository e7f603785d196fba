import { problemResponse } from '../http/problem.js'
import type { ExpressRequest } from './types.js'

/**
 * Returns the unread body, or writes the parsed body again. Returns a refusal when the parser has lost part of it.
 *
 * @throws `TypeError` when other middleware has read the body and kept nothing of it.
 */
export function toBody(from: ExpressRequest): BodyInit | Response {
  if (!from.readableEnded) return streamOf(from)
  const { body, headers, rawBody } = from
  if (rawBody instanceof Uint8Array) return new Uint8Array(rawBody)
  if (body instanceof Uint8Array) return new Uint8Array(body)
  if (typeof body === 'string') return body
  if (body === undefined) throw new TypeError(lostBody)
  const type = String(headers['content-type']).replace(/;.*/s, '').trim().toLowerCase()
  if (type === 'application/json' || type.endsWith('+json')) return JSON.stringify(body)
  if (type === 'application/x-www-form-urlencoded') return formOf(Object(body))
  return problemResponse({ status: 415, detail: 'Unsupported content type. Send JSON or a URL-encoded form.' })
}

const lostBody =
  'The request body was already read, and neither `request.body` nor `request.rawBody` has it. Mount toExpress before the middleware that reads it.'

function formOf(fields: object): string | Response {
  const pairs: [string, string][] = []
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value !== 'string') {
      return problemResponse({ status: 400, detail: 'The form must give each field once, as text.' })
    }
    pairs.push([name, value])
  }
  return new URLSearchParams(pairs).toString()
}

/** Reads on demand. After an early stop the connection still works, so that a response can be sent on it. */
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
