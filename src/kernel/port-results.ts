import { describeShape, describeValue } from '../core/input/describe.js'
import { readMember } from '../core/input/own-fields.js'
import { messageText } from '../core/message/english.js'
import type { ScannedPage, StoredDocument } from '../ports/store.js'
import { PortProblem } from './port-failure.js'

/** @throws {@link PortProblem}, because a wrong result must not look like an absent document. */
export function checkedDocuments(result: unknown, count: number): readonly (StoredDocument | undefined)[] {
  if (!Array.isArray(result) || result.length !== count)
    throw new PortProblem(messageText('port.read', { keys: count, given: describeShape(result) }))
  for (const entry of result) {
    if (entry !== undefined && !isDocument(entry))
      throw new PortProblem(messageText('port.read.entry', { given: describeShape(entry) }))
  }
  return result
}

/** @throws {@link PortProblem} */
export function checkedWrite(isWritten: unknown): boolean {
  if (typeof isWritten === 'boolean') return isWritten
  throw new PortProblem(messageText('port.compareAndSet', { given: describeShape(isWritten) }))
}

/** @throws {@link PortProblem} */
export function checkedSweep(deleted: unknown): number {
  if (typeof deleted === 'number' && deleted >= 0) return deleted
  throw new PortProblem(messageText('port.sweep', { given: describeShape(deleted) }))
}

/** @throws {@link PortProblem} */
export function checkedPage(result: unknown): ScannedPage {
  if (!isObject(result) || !Array.isArray(result['entries']))
    throw new PortProblem(messageText('port.scan', { given: describeShape(result) }))
  const { entries } = result
  const cursor = readMember(result, 'cursor')
  for (const entry of entries) {
    if (!isObject(entry) || !isObject(entry['key']) || !isDocument(entry['document'])) {
      throw new PortProblem(messageText('port.scan.entry', { given: describeShape(entry) }))
    }
  }
  if (cursor !== undefined && typeof cursor !== 'string')
    throw new PortProblem(messageText('port.scan.cursor', { given: describeShape(cursor) }))
  return { entries, cursor }
}

/** @throws {@link PortProblem} */
export function checkedBytes(bytes: unknown, length: number): Uint8Array {
  if (bytes instanceof Uint8Array && bytes.length === length) return bytes
  const given =
    bytes instanceof Uint8Array ? messageText('value.bytes', { length: bytes.length }) : describeShape(bytes)
  throw new PortProblem(messageText('port.randomBytes', { length, given }))
}

/** @throws {@link PortProblem} */
export function checkedInstant(result: unknown): number {
  const latestDate = 8.64e15
  if (typeof result === 'number' && Math.abs(result) <= latestDate / 2) return Math.floor(result)
  const given = typeof result === 'number' ? describeValue(result) : describeShape(result)
  throw new PortProblem(messageText('port.clock', { given }))
}

type UnknownFields = { readonly [name: string]: unknown }

function isObject(value: unknown): value is UnknownFields {
  return typeof value === 'object' && value !== null
}

function isDocument(value: unknown): value is StoredDocument {
  if (!isObject(value)) return false
  const { revision, body, seal, retainUntilMs } = value
  return isText(revision) && isText(body) && isText(seal) && (retainUntilMs === null || Number.isFinite(retainUntilMs))
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
