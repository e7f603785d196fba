import type { StoredDocument } from '../../src/ports/store.js'

/** One document as READ answers it; `undefined` where nothing is stored. */
export function replyToDocument(reply: unknown): StoredDocument | undefined {
  const fields = replyToList(reply)
  if (fields.every((field) => field === null)) return undefined
  const [revision, body, seal, retainUntilMs] = fields.map(fieldToText)
  if (revision === undefined || body === undefined || seal === undefined || retainUntilMs === undefined) {
    throw new TypeError('A document in Redis lacks a field: something else than this store has written it')
  }
  return { revision, body, seal, retainUntilMs: retainUntilMs === '' ? null : toMilliseconds(retainUntilMs) }
}

export function replyToTexts(reply: unknown): readonly string[] {
  return replyToList(reply).map((item) => String(item))
}

/** The list a script answers: in any protocol version, and whatever a client makes of single texts. */
export function replyToList(reply: unknown): readonly unknown[] {
  if (Array.isArray(reply)) return reply
  if (String(reply) === 'QUEUED') {
    throw new Error('The store was called inside a transaction of its connection: give it a connection of its own')
  }
  throw new TypeError('The client answered a script with something else than the list that it returned')
}

// Text, or a Buffer, which reads itself as UTF-8.
function fieldToText(field: unknown): string | undefined {
  return field === null || field === undefined ? undefined : String(field)
}

function toMilliseconds(text: string): number {
  const milliseconds = Number(text)
  if (!Number.isSafeInteger(milliseconds)) throw new TypeError('"retainUntilMs" in Redis must be whole milliseconds')
  return milliseconds
}
