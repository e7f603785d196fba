/** What a sign-in must come to. */
export type Expected = 'ok' | 'noPass' | 'notYetValid' | 'expired' | 'oneTimeUsed' | 'lockedOut' | 'wrongCode'

export interface ExpectedPass {
  readonly code: string
  readonly startMs: number
  readonly endMs: number
  readonly isUsableOnce: boolean
}

/** What the rules say about one person, in the words of the documentation and without the code under test. */
interface Expectation {
  pass: (ExpectedPass & { isUsed: boolean; isExpired: boolean }) | undefined
  wrongInRow: number
  lockedUntilMs: number
  /** The first daily sweep from this moment on removes the document. */
  keptUntilMs: number
  hasCredential: boolean
}

const dayMs = 86_400_000
const firstLockoutMs = 60_000
const wrongCodesBeforeLockout = 10

/** Knows what must be stored and how each sign-in must end. */
export class Expectations {
  readonly #stored = new Map<string, Expectation>()
  readonly #retentionMs: number

  constructor(retentionInDays: number) {
    this.#retentionMs = retentionInDays * dayMs
  }

  /** How many documents of users are stored. */
  get stored(): number {
    return this.#stored.size
  }

  windowOf(user: string): ExpectedPass | undefined {
    return this.#stored.get(user)?.pass
  }

  issued(user: string, pass: ExpectedPass, nowMs: number): void {
    const { wrongInRow = 0, hasCredential = false } = this.#stored.get(user) ?? {}
    const fresh = { ...pass, isUsed: false, isExpired: false }
    const next = { pass: fresh, wrongInRow, lockedUntilMs: 0, keptUntilMs: 0, hasCredential }
    this.#stored.set(user, next)
    this.#keep(next, nowMs)
  }

  /** Returns what this sign-in must come to, and remembers what it changes. */
  signIn(user: string, code: string, nowMs: number): Expected {
    const known = this.#stored.get(user)
    if (!known?.pass) return 'noPass'
    const { pass } = known
    if (pass.isUsed && pass.isUsableOnce) return 'oneTimeUsed'
    if (nowMs >= pass.endMs) {
      // Only the first of these attempts is recorded.
      if (!pass.isExpired) this.#keep(known, nowMs)
      pass.isExpired = true
      return 'expired'
    }
    if (nowMs < pass.startMs) return 'notYetValid'
    if (nowMs < known.lockedUntilMs) return 'lockedOut'
    const isRight = code === pass.code
    pass.isUsed ||= isRight
    known.wrongInRow = isRight ? 0 : known.wrongInRow + 1
    const lockouts = known.wrongInRow / wrongCodesBeforeLockout
    if (isRight) known.lockedUntilMs = 0
    else if (Number.isInteger(lockouts)) known.lockedUntilMs = nowMs + firstLockoutMs * 2 ** (lockouts - 1)
    this.#keep(known, nowMs)
    return isRight ? 'ok' : 'wrongCode'
  }

  registered(user: string): void {
    const known = this.#stored.get(user)
    if (known) known.hasCredential = true
  }

  forgotten(user: string, nowMs: number): void {
    const empty = { pass: undefined, wrongInRow: 0, lockedUntilMs: 0, hasCredential: false }
    this.#stored.set(user, { ...empty, keptUntilMs: nowMs + dayMs })
  }

  swept(nowMs: number): void {
    for (const [user, { keptUntilMs, hasCredential }] of this.#stored) {
      if (keptUntilMs <= nowMs && !hasCredential) this.#stored.delete(user)
    }
  }

  #keep(known: Expectation, nowMs: number): void {
    const latestMs = Math.max(nowMs, known.pass?.endMs ?? 0, known.lockedUntilMs)
    known.keptUntilMs = Math.max(known.keptUntilMs, latestMs + this.#retentionMs)
  }
}
