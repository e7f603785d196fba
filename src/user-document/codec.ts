import type { Wait } from '../lockout/lockout.js'
import type { PassEnd, PassRecord } from '../pass/record.js'
import type { UserDocument } from './user-document.js'

const version = 1

/** As an operator reads it in the database: instants in RFC 3339. */
export function encodeUserDocument({ userId, incarnation, pass, wrongCodes, commitIds }: UserDocument): string {
  const { consecutive, wait } = wrongCodes
  const body: Body = {
    version,
    userId,
    incarnation,
    pass: pass && encodePass(pass),
    wrongCodes: { consecutive, wait: wait && { until: text(wait.untilMs), lengthMs: wait.lengthMs } },
    commitIds,
  }
  return JSON.stringify(body)
}

/** What a seal has vouched for. `undefined`: written by a version of this package that this one does not know. */
export function decodeUserDocument(text: string): UserDocument | undefined {
  const body = parse(text)
  if (body?.version !== version) return undefined
  const { userId, incarnation, pass, wrongCodes, commitIds } = body
  const wait: Wait | undefined = wrongCodes.wait && {
    untilMs: instant(wrongCodes.wait.until),
    lengthMs: wrongCodes.wait.lengthMs,
  }
  return {
    userId,
    incarnation,
    pass: pass && decodePass(pass),
    wrongCodes: { consecutive: wrongCodes.consecutive, wait },
    commitIds,
  }
}

interface Body {
  readonly version: number
  readonly userId: string
  readonly incarnation?: string | undefined
  readonly pass?: PassBody | undefined
  readonly wrongCodes: {
    readonly consecutive: number
    readonly wait?: { readonly until: string; readonly lengthMs: number } | undefined
  }
  readonly commitIds: readonly string[]
}

type Instants = 'createdAtMs' | 'startAtMs' | 'endAtMs' | 'lastUsedAtMs' | 'ended'

interface PassBody extends Omit<PassRecord, Instants> {
  readonly createdAt: string
  readonly startAt: string
  readonly endAt: string
  readonly lastUsedAt?: string | undefined
  readonly ended?: (Omit<PassEnd, 'atMs'> & { readonly at: string }) | undefined
}

function encodePass({ createdAtMs, startAtMs, endAtMs, lastUsedAtMs, ended, ...rest }: PassRecord): PassBody {
  return {
    ...rest,
    createdAt: text(createdAtMs),
    startAt: text(startAtMs),
    endAt: text(endAtMs),
    lastUsedAt: lastUsedAtMs === undefined ? undefined : text(lastUsedAtMs),
    ended: ended && { how: ended.how, at: text(ended.atMs), commitId: ended.commitId },
  }
}

function decodePass({ createdAt, startAt, endAt, lastUsedAt, ended, ...rest }: PassBody): PassRecord {
  return {
    ...rest,
    createdAtMs: instant(createdAt),
    startAtMs: instant(startAt),
    endAtMs: instant(endAt),
    lastUsedAtMs: lastUsedAt === undefined ? undefined : instant(lastUsedAt),
    ended: ended && { how: ended.how, atMs: instant(ended.at), commitId: ended.commitId },
  }
}

function parse(text: string): Body | undefined {
  try {
    return JSON.parse(text) ?? undefined
  } catch {
    return undefined
  }
}

function text(ms: number): string {
  return new Date(ms).toISOString()
}

function instant(text: string): number {
  return Date.parse(text)
}
