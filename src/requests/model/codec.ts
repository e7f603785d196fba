import { ownFields, parseOwnJson } from '../../core/input/own-fields.js'
import { utf8 } from '../../crypto/encoding.js'
import type { AcceptedEvidence, Evidence } from '../../ports/prover.js'
import type { RequestRecord } from './request.js'
import type { RequesterRecord } from './requester.js'

const version = 2
const decoder = new TextDecoder()

/** A stored document: text that an operator can read, and bytes that only the keys decrypt. */
export interface Encoded {
  readonly body: string
  readonly secret: Uint8Array
}

/** Encrypts contact and evidence: a leaked database shows who asked, but not how to reach them or how they proved it. */
export function encodeRequest(request: RequestRecord): Encoded {
  const { contact, proofs, ...rest } = request
  const readable = { ...rest, proofs: proofs.map(({ evidence: _, ...proof }) => proof) }
  const secret: RequestSecret = { contact, evidence: proofs.map(({ evidence }) => evidence ?? null) }
  return { body: encodeBody(readable), secret: utf8(JSON.stringify(secret)) }
}

/** Decodes an authenticated document. Returns `undefined` for the format of another version of this package. */
export function decodeRequest({ body, secret }: Encoded): RequestRecord | undefined {
  const readable = decodeBody<Omit<RequestRecord, 'contact'>>(body)
  if (!readable) return undefined
  const { contact, evidence }: RequestSecret = parseOwnJson(decoder.decode(secret))
  const proofs = readable.proofs.map((proof, index) => ({ ...proof, evidence: evidence[index] ?? undefined }))
  return { ...readable, contact, proofs }
}

export function encodeRequester(requester: RequesterRecord): Encoded {
  const { proof, ...rest } = requester
  const evidence = proof?.evidence ?? []
  return {
    body: encodeBody({ ...rest, proof: proof && { ...proof, evidence: [] } }),
    secret: utf8(JSON.stringify(evidence)),
  }
}

export function decodeRequester({ body, secret }: Encoded): RequesterRecord | undefined {
  const readable = decodeBody<RequesterRecord>(body)
  if (!readable?.proof) return readable
  const stored: readonly StoredEvidence[] = parseOwnJson(decoder.decode(secret))
  const evidence = stored.map(({ acceptedAt, ...rest }) => ({ ...rest, acceptedAt: new Date(acceptedAt) }))
  return { ...readable, proof: { ...readable.proof, evidence } }
}

interface RequestSecret {
  readonly contact?: string | undefined
  readonly evidence: readonly (Evidence | null)[]
}

type StoredEvidence = Omit<AcceptedEvidence, 'acceptedAt'> & { readonly acceptedAt: string }

/** Fields that hold an instant, by their name in memory. */
const instants: ReadonlySet<string> = new Set([
  'atMs',
  'createdAtMs',
  'dueAtMs',
  'eraseAtMs',
  'lastFailedAtMs',
  'provedAtMs',
  'sinceMs',
  'startedAtMs',
  'untilMs',
  'validUntilMs',
  'invalidatedAtMs',
])

/** Writes instants for operators: `dueAtMs: 1764…` becomes `dueAt: "2026-…Z"`, at every depth. */
function encodeBody(value: object): string {
  return JSON.stringify({ version, ...value }, (_, entry: unknown) => mapFields(entry, writeField))
}

function decodeBody<T>(body: string): T | undefined {
  const { version: storedVersion, ...value } = JSON.parse(body, (_, entry: unknown) => mapFields(entry, readField))
  return storedVersion === version ? ownFields(value) : undefined
}

type BodyField = readonly [name: string, value: unknown]

function mapFields(value: unknown, map: (field: BodyField) => BodyField): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return ownFields(Object.fromEntries(Object.entries(value).map(map)))
}

function writeField([name, value]: BodyField): BodyField {
  if (instants.has(name) && typeof value === 'number') return [name.slice(0, -2), new Date(value).toISOString()]
  return [name, value]
}

function readField([name, value]: BodyField): BodyField {
  if (instants.has(`${name}Ms`) && typeof value === 'string') return [`${name}Ms`, Date.parse(value)]
  return [name, value]
}
