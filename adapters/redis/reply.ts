import type { StoredDocument } from '../../src/ports/store.js'

/** Reads one member of the reply to the script `readScript`. */
export function replyToDocument(reply: unknown): StoredDocument | undefined {
  const fields = replyToList(reply)
  if (fields.every((field) => field === null)) return undefined
  const [revision, body, seal, retainUntilMs] = fields.map(fieldToText)
  if (revision === undefined || body === undefined || seal === undefined || retainUntilMs === undefined) {
    throw new TypeError(
      'A document in Redis lacks a field, so this store did not write it: check who else uses the prefix',
    )
  }
  return { revision, body, seal, retainUntilMs: retainUntilMs === '' ? null : toMilliseconds(retainUntilMs) }
}

export function replyToTexts(reply: unknown): readonly string[] {
  return replyToList(reply).map((item) => String(item))
}

/** Reads the list that a script returned, in any protocol version. */
export function replyToList(reply: unknown): readonly unknown[] {
  if (Array.isArray(reply)) return reply
  if (String(reply) === 'QUEUED') {
    throw new Error(
      'The store was called inside a transaction (MULTI) of its connection: give the store a connection of its own',
    )
  }
  throw new TypeError(`The client must return the reply of a script as an array, but returned ${typeof reply}`)
}

// A client returns text or a Buffer, whose String() decodes UTF-8.
function fieldToText(field: unknown): string | undefined {
  return field === null || field === undefined ? undefined : String(field)
}

function toMilliseconds(text: string): number {
  const milliseconds = Number(text)
  if (Number.isSafeInteger(milliseconds)) return milliseconds
  throw new TypeError(
    'A document in Redis has a "retainUntilMs" that is not a whole number, so this store did not write it',
  )
}
