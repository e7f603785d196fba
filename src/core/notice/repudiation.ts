import { utf8 } from '../../crypto/encoding.js'
import { parseOwnJson } from '../input/own-fields.js'

/** The content of a repudiation token. It allows undoing one pass, and nothing else. */
export interface Repudiation {
  readonly noticeId: string
  readonly userId: string
  readonly incarnation?: string | undefined
  /** Absent if the notice was about no pass: then there is nothing to undo. */
  readonly passId?: string | undefined
  readonly untilMs: number
}

/** Why a repudiation was refused. For the audit log: do not show it to the user. */
export type RepudiationRefusalReason =
  /** Not sealed by this tenant, changed since, or sealed with a key that was removed. */
  | 'malformed'
  /** The time to repudiate has ended. */
  | 'expired'
  /** The directory does not know the user any more, or another user has the id now. */
  | 'userUnknown'
  /** The stored document was changed outside the library, or its key is missing. */
  | 'unreadable'

const version = 1
const decoder = new TextDecoder()

export function encodeRepudiation({ untilMs, ...rest }: Repudiation): Uint8Array {
  return utf8(JSON.stringify({ version, ...rest, until: new Date(untilMs).toISOString() }))
}

/** Decodes bytes whose seal was verified. `undefined`: another version of the package wrote them. */
export function decodeRepudiation(bytes: Uint8Array): Repudiation | undefined {
  const body: RepudiationBody = parseOwnJson(decoder.decode(bytes))
  if (body.version !== version) return undefined
  const { noticeId, userId, incarnation, passId, until } = body
  return { noticeId, userId, incarnation, passId, untilMs: Date.parse(until) }
}

interface RepudiationBody extends Omit<Repudiation, 'untilMs'> {
  readonly version: number
  readonly until: string
}
