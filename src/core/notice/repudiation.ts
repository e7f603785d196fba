import { utf8 } from '../../crypto/encoding.js'

/** What the link in a notice is good for: undoing what came of one pass, and nothing else. */
export interface Repudiation {
  readonly noticeId: string
  readonly userId: string
  readonly incarnation?: string | undefined
  /** Absent where the notice could not name a pass: there is nothing to undo. */
  readonly passId?: string | undefined
  readonly untilMs: number
}

/** Why a repudiation was refused: for the audit log. */
export type RepudiationRefusalReason =
  /** Not sealed by this tenant, changed on the way, or sealed by a key that is gone. */
  | 'malformed'
  | 'expired'
  /** The directory knows the person no more, or somebody else has the id now. */
  | 'userUnknown'
  /** What is stored does not open. */
  | 'unreadable'

const version = 1
const decoder = new TextDecoder()

/** The bytes that a repudiation token seals. */
export function encodeRepudiation({ untilMs, ...rest }: Repudiation): Uint8Array {
  return utf8(JSON.stringify({ version, ...rest, until: new Date(untilMs).toISOString() }))
}

/** What a seal has vouched for. `undefined`: written by a version of this package that this one does not know. */
export function decodeRepudiation(bytes: Uint8Array): Repudiation | undefined {
  const body: RepudiationBody = JSON.parse(decoder.decode(bytes))
  if (body.version !== version) return undefined
  const { noticeId, userId, incarnation, passId, until } = body
  return { noticeId, userId, incarnation, passId, untilMs: Date.parse(until) }
}

interface RepudiationBody extends Omit<Repudiation, 'untilMs'> {
  readonly version: number
  readonly until: string
}
