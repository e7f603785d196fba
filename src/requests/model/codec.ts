import { utf8 } from '../../crypto/encoding.js'
import type { AcceptedEvidence, Evidence } from '../../ports/prover.js'
import type { RequestRecord } from './request.js'
import type { RequesterRecord } from './requester.js'

const version = 2
const decoder = new TextDecoder()

/** What is stored: text that an operator can read, and bytes that only the keys open. */
export interface Encoded {
  readonly body: string
  readonly secret: Uint8Array
}

/** Contact and evidence are sealed and not readable: a leaked database says who asked, and nothing of how they proved it. */
export function encodeRequest(request: RequestRecord): Encoded {
  const { contact, proofs, ...rest } = request
  const readable = { ...rest, proofs: proofs.map(({ evidence: _, ...proof }) => proof) }
  const secret: RequestSecret = { contact, evidence: proofs.map(({ evidence }) => evidence ?? null) }
  return { body: encodeBody(readable), secret: utf8(JSON.stringify(secret)) }
}

/** What a seal has vouched for. `undefined`: written by a version of this package that this one does not know. */
export function decodeRequest({ body, secret }: Encoded): RequestRecord | undefined {
  const readable = decodeBody<Omit<RequestRecord, 'contact'>>(body)
  if (!readable) return undefined
  const { contact, evidence }: RequestSecret = JSON.parse(decoder.decode(secret))
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
  const kept: readonly (Omit<AcceptedEvidence, 'acceptedAt'> & { readonly acceptedAt: string })[] = JSON.parse(
    decoder.decode(secret),
  )
  const evidence = kept.map(({ acceptedAt, ...rest }) => ({ ...rest, acceptedAt: new Date(acceptedAt) }))
  return { ...readable, proof: { ...readable.proof, evidence } }
}

interface RequestSecret {
  readonly contact?: string | undefined
  readonly evidence: readonly (Evidence | null)[]
}

/** Instants, by the name they have in memory. */
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

/** As an operator reads it: `dueAtMs: 1764…` is written `dueAt: "2026-…Z"`, wherever it stands. */
function encodeBody(value: object): string {
  return JSON.stringify({ version, ...value }, (_, held: unknown) => {
    if (typeof held !== 'object' || held === null || Array.isArray(held)) return held
    return Object.fromEntries(Object.entries(held).map(([key, entry]) => written(key, entry)))
  })
}

function written(name: string, value: unknown): readonly [string, unknown] {
  if (instants.has(name) && typeof value === 'number') return [name.slice(0, -2), new Date(value).toISOString()]
  return [name, value]
}

function decodeBody<T>(body: string): T | undefined {
  const { version: told, ...value } = JSON.parse(body, (_, held: unknown) => {
    if (typeof held !== 'object' || held === null || Array.isArray(held)) return held
    return Object.fromEntries(Object.entries(held).map(([key, entry]) => read(key, entry)))
  })
  return told === version ? value : undefined
}

function read(name: string, value: unknown): readonly [string, unknown] {
  if (instants.has(`${name}Ms`) && typeof value === 'string') return [`${name}Ms`, Date.parse(value)]
  return [name, value]
}
