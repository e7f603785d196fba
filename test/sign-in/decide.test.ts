import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Usability } from '../../src/core/pass/pass.js'
import type { LatestSignIn } from '../../src/core/pass/record.js'
import { usabilityOf } from '../../src/core/pass/usability.js'
import type { Policy } from '../../src/core/policy/policy.js'
import { entraPolicy } from '../../src/core/policy/presets.js'
import type { Attempt, SignInCircumstances } from '../../src/core/sign-in/attempt.js'
import { decideSignIn, recordExpiry } from '../../src/core/sign-in/decide.js'
import { surfaceRules } from '../../src/core/sign-in/surfaces.js'
import { hourMs, minuteMs } from '../support/clock.js'
import { aDocument, ada, aPass, instants, userDocuments } from '../support/documents.js'

const enabled: Policy = { ...entraPolicy, state: 'enabled' }
const start = aPass().startAtMs
const right = { passId: 'p1', isSame: true }
const wrong = { passId: 'p1', isSame: false }

const inBrowser: SignInCircumstances = {
  signInId: 'sign-in-2',
  tenantId: 'default',
  surface: 'browser',
  clientBinding: undefined,
  attemptId: undefined,
  priorAmr: [],
  sessionCeilingMs: undefined,
}

function attempt(change: Partial<Attempt> = {}): Attempt {
  const tried = { document: aDocument(), policy: enabled, user: ada, match: right, nowMs: start, commitId: 'now' }
  return { ...tried, circumstances: inBrowser, surfaceRules, ...change }
}

/** The client and attempt of the latest sign-in, the same client alone, or another client. */
const likenesses = ['samePress', 'sameClient', 'another'] as const

function circumstancesLike(latest: LatestSignIn | undefined, how: (typeof likenesses)[number]): SignInCircumstances {
  const { clientBinding, attemptId } = latest ?? {}
  if (how === 'another') return { ...inBrowser, clientBinding: 'client-2', attemptId: 'press-2' }
  return { ...inBrowser, clientBinding, attemptId: how === 'samePress' ? attemptId : 'press-2' }
}

/** Ada's documents in every state, and typed codes. */
const attempts = fc
  .record({
    document: userDocuments,
    nowMs: instants,
    isSame: fc.boolean(),
    at: fc.constantFrom('start', 'latestSignIn', 'any'),
    likeness: fc.constantFrom(...likenesses),
  })
  .map(({ document, nowMs, isSame, at, likeness }) => {
    const { pass } = document
    const latest = pass?.latestSignIn && { ...pass.latestSignIn, atMs: pass.startAtMs + minuteMs }
    const soonMs = latest ? latest.atMs + (nowMs % (2 * minuteMs)) : nowMs
    return attempt({
      document: { ...document, userId: 'ada', pass: pass && { ...pass, latestSignIn: latest } },
      nowMs: at === 'start' ? (pass?.startAtMs ?? nowMs) : at === 'latestSignIn' ? soonMs : nowMs,
      match: pass && { passId: pass.id, isSame },
      circumstances: circumstancesLike(latest, likeness),
    })
  })

/** A double click within a minute of the latest sign-in. */
function isSamePress({ document, circumstances, nowMs }: Attempt): boolean {
  const latest = document?.pass?.latestSignIn
  if (latest?.attemptId === undefined || Math.abs(nowMs - latest.atMs) >= minuteMs) return false
  return latest.attemptId === circumstances.attemptId && latest.clientBinding === circumstances.clientBinding
}

function standingOf({ document, policy, user, nowMs }: Attempt): Usability | undefined {
  return document?.pass && usabilityOf(document.pass, { wrongCodes: document.wrongCodes, policy, user, nowMs })
}

describe('a right code', () => {
  it('signs in, uses up a one-time pass, and resets the wrong codes in a row', () => {
    const document = aDocument({ pass: aPass({ isUsableOnce: true, wrongCodes: 3 }), wrongCodes: { consecutive: 3 } })
    const { outcome, next } = decideSignIn(attempt({ document }))
    expect(outcome).toMatchObject({
      ok: true,
      signInId: 'sign-in-2',
      supersededSignInId: undefined,
      signIn: {
        userId: 'ada',
        passId: 'p1',
        isUsableOnce: true,
        authenticatedAt: new Date(start),
        notAfter: new Date(start + hourMs),
        registrationDeadline: new Date(start + 10 * minuteMs),
      },
    })
    expect(next).toMatchObject({
      pass: {
        ended: { how: 'oneTimeUsed', atMs: start, commitId: 'now' },
        lastUsedAtMs: start,
        latestSignIn: { id: 'sign-in-2', atMs: start },
        wrongCodes: 3,
      },
      wrongCodes: { consecutive: 0 },
      commitIds: ['now'],
    })
  })

  it('leaves a multi-use pass usable, without a deadline to register', () => {
    const { outcome, next } = decideSignIn(attempt())
    expect(outcome).toMatchObject({ ok: true, signIn: { isUsableOnce: false, registrationDeadline: undefined } })
    expect(next?.pass?.ended).toBeUndefined()
    expect(next?.pass?.lastUsedAtMs).toBe(start)
  })

  it('sets a deadline to register within the lifetime of the pass', () => {
    const nowMs = aPass().endAtMs - minuteMs
    const { outcome } = decideSignIn(attempt({ document: aDocument({ pass: aPass({ isUsableOnce: true }) }), nowMs }))
    expect(outcome).toMatchObject({ signIn: { registrationDeadline: new Date(aPass().endAtMs) } })
  })

  it('counts as wrong if the pass was replaced since the comparison', () => {
    const { outcome, next } = decideSignIn(attempt({ match: { passId: 'p0', isSame: true } }))
    expect(outcome).toMatchObject({ ok: false, reason: 'wrongCode', wrongCodes: 1 })
    expect(next?.pass?.wrongCodes).toBe(1)
  })
})

describe('a wrong code', () => {
  it('counts for the user and for the pass', () => {
    const document = aDocument({ pass: aPass({ wrongCodes: 4 }), wrongCodes: { consecutive: 7 } })
    const { outcome, next } = decideSignIn(attempt({ document, match: wrong }))
    expect(outcome).toEqual({ ok: false, reason: 'wrongCode', wrongCodes: 8 })
    expect(next).toMatchObject({ pass: { wrongCodes: 5 }, wrongCodes: { consecutive: 8 } })
  })

  it('starts a lockout with every tenth in a row', () => {
    const document = aDocument({ wrongCodes: { consecutive: 9 } })
    const { outcome } = decideSignIn(attempt({ document, match: wrong }))
    expect(outcome).toMatchObject({ wrongCodes: 10, lockedOutUntilMs: start + minuteMs })
  })

  it('revokes the pass at its maximum', () => {
    const document = aDocument({ pass: aPass({ wrongCodes: 99 }) })
    const { outcome, next } = decideSignIn(attempt({ document, match: wrong }))
    expect(outcome).toMatchObject({ reason: 'wrongCode', revokedPassId: 'p1' })
    expect(next?.pass?.ended).toEqual({ how: 'revoked', atMs: start, commitId: 'now' })
  })
})

describe('decideSignIn', () => {
  it('depends on the code only for a usable pass, in registration, or after a double click', () => {
    fc.assert(
      fc.property(attempts, (tried) => {
        const pass = tried.document?.pass
        fc.pre(!isSamePress(tried) && !['usable', 'inRegistration'].includes(standingOf(tried) ?? ''))
        const decided = decideSignIn(tried)
        expect(decided.outcome.ok).toBe(false)
        for (const match of [undefined, right, wrong, pass && { passId: pass.id, isSame: true }]) {
          expect(decideSignIn({ ...tried, match })).toEqual(decided)
        }
      }),
    )
  })

  it('signs in exactly if the code is right and the pass is open to this client', () => {
    fc.assert(
      fc.property(attempts, (tried) => {
        const latest = tried.document?.pass?.latestSignIn
        const stands = standingOf(tried)
        const isSameClient =
          latest?.clientBinding === undefined || latest.clientBinding === tried.circumstances.clientBinding
        const isOpen = stands === 'usable' || (stands === 'inRegistration' && isSameClient)
        const isJustUsed = stands === 'oneTimeUsed' && isSamePress(tried) && isInItsTime(tried)
        expect(decideSignIn(tried).outcome.ok).toBe(tried.match?.isSame === true && (isOpen || isJustUsed))
      }),
    )
  })

  it('returns the same sign-in for a double click, and changes nothing', () => {
    const passes = fc.record({ isUsableOnce: fc.boolean(), spendOn: fc.constantFrom('signIn', 'registration') })
    const bindings = fc.constantFrom('client-1', undefined)
    const away = fc.integer({ min: 1 - minuteMs, max: minuteMs - 1 })
    fc.assert(
      fc.property(passes, bindings, away, (shape, clientBinding, awayMs) => {
        const latestSignIn = { id: 'sign-in-1', atMs: start + 2 * minuteMs, clientBinding, attemptId: 'press-1' }
        const isSpent = shape.isUsableOnce && shape.spendOn === 'signIn'
        const ended = isSpent ? ({ how: 'oneTimeUsed', atMs: latestSignIn.atMs, commitId: 'c' } as const) : undefined
        const document = aDocument({ pass: aPass({ ...shape, latestSignIn, ended }) })
        const circumstances = { ...inBrowser, clientBinding, attemptId: 'press-1' }
        const { outcome, next } = decideSignIn(attempt({ document, circumstances, nowMs: latestSignIn.atMs + awayMs }))
        expect(outcome).toMatchObject({ ok: true, signInId: 'sign-in-1' })
        expect(outcome).not.toHaveProperty('supersededSignInId')
        expect(next).toEqual({ ...document, commitIds: ['now'] })
      }),
    )
  })

  it('refuses a surface without passes, whatever the code, and changes nothing', () => {
    fc.assert(
      fc.property(attempts, fc.constantFrom('legacy', 'joinedDevice'), (tried, surface) => {
        const decided = decideSignIn({ ...tried, circumstances: { ...tried.circumstances, surface } })
        expect(decided.outcome).toMatchObject({ ok: false, reason: 'surfaceNotAllowed' })
        expect(decided.next).toBeUndefined()
      }),
    )
  })

  it('records successes and wrong codes under their commit id, and never lowers a count', () => {
    fc.assert(
      fc.property(attempts, (tried) => {
        const { outcome, next } = decideSignIn(tried)
        if (outcome.ok || outcome.reason === 'wrongCode') expect(next).toBeDefined()
        if (!next) return
        expect(next.commitIds.at(-1)).toBe('now')
        expect(next.commitIds.length).toBeLessThanOrEqual(8)
        expect(next.pass?.wrongCodes).toBe(
          (tried.document?.pass?.wrongCodes ?? 0) + (!outcome.ok && outcome.reason === 'wrongCode' ? 1 : 0),
        )
      }),
    )
  })

  it('never changes a recorded end', () => {
    fc.assert(
      fc.property(attempts, (tried) => {
        const ended = tried.document?.pass?.ended
        fc.pre(ended !== undefined)
        const { outcome, next } = decideSignIn(tried)
        expect(next?.pass ?? tried.document?.pass).toEqual(tried.document?.pass)
        if (!isSamePress(tried)) expect({ isOk: outcome.ok, next }).toEqual({ isOk: false, next: undefined })
      }),
    )
  })

  it('does not change its input', () => {
    fc.assert(
      fc.property(attempts, (tried) => {
        const before = structuredClone(tried)
        decideSignIn(tried)
        expect(tried).toEqual(before)
      }),
    )
  })
})

function isInItsTime({ document, nowMs }: Attempt): boolean {
  const pass = document?.pass
  return pass !== undefined && nowMs < pass.endAtMs && (!pass.isStartChecked || nowMs >= pass.startAtMs)
}

describe('recordExpiry', () => {
  it('records the end of an expired pass once', () => {
    const document = aDocument()
    const recorded = recordExpiry(document, aPass(), { nowMs: aPass().endAtMs, commitId: 'c' })
    expect(recorded?.pass?.ended).toEqual({ how: 'expired', atMs: aPass().endAtMs, commitId: 'c' })
    const again = recordExpiry(document, recorded?.pass ?? aPass(), { nowMs: aPass().endAtMs + 1, commitId: 'd' })
    expect(again).toBeUndefined()
  })

  it('records nothing for a pass that has not expired', () => {
    expect(recordExpiry(aDocument(), aPass(), { nowMs: aPass().endAtMs - 1, commitId: 'c' })).toBeUndefined()
  })
})
