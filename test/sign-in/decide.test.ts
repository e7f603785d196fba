import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { usabilityOf } from '../../src/pass/usability.js'
import type { Policy } from '../../src/policy/policy.js'
import { entraPolicy } from '../../src/policy/presets.js'
import type { Attempt } from '../../src/sign-in/decide.js'
import { decideSignIn, recordExpiry } from '../../src/sign-in/decide.js'
import { hourMs, minuteMs } from '../support/clock.js'
import { aDocument, ada, aPass, instants, userDocuments } from '../support/documents.js'

const enabled: Policy = { ...entraPolicy, state: 'enabled' }
const start = aPass().startAtMs
const right = { passId: 'p1', isSame: true }
const wrong = { passId: 'p1', isSame: false }

function attempt(change: Partial<Attempt> = {}): Attempt {
  return { document: aDocument(), policy: enabled, user: ada, match: right, nowMs: start, commitId: 'now', ...change }
}

/** Documents of Ada, in every state, and what might be typed. */
const attempts = fc
  .record({ document: userDocuments, nowMs: instants, isSame: fc.boolean(), atStart: fc.boolean() })
  .map(({ document, nowMs, isSame, atStart }) => {
    const match = document.pass && { passId: document.pass.id, isSame }
    return attempt({
      document: { ...document, userId: 'ada' },
      nowMs: atStart ? (document.pass?.startAtMs ?? nowMs) : nowMs,
      match,
    })
  })

describe('a right code', () => {
  it('signs in, uses a one-time pass up, and forgets the wrong codes in a row', () => {
    const document = aDocument({ pass: aPass({ isUsableOnce: true, wrongCodes: 3 }), wrongCodes: { consecutive: 3 } })
    const { outcome, next } = decideSignIn(attempt({ document }))
    expect(outcome).toEqual({
      ok: true,
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
      pass: { ended: { how: 'oneTimeUsed', atMs: start, commitId: 'now' }, lastUsedAtMs: start, wrongCodes: 3 },
      wrongCodes: { consecutive: 0 },
      commitIds: ['now'],
    })
  })

  it('leaves a multi-use pass usable, and sets no deadline to register', () => {
    const { outcome, next } = decideSignIn(attempt())
    expect(outcome).toMatchObject({ ok: true, signIn: { isUsableOnce: false, registrationDeadline: undefined } })
    expect(next?.pass?.ended).toBeUndefined()
    expect(next?.pass?.lastUsedAtMs).toBe(start)
  })

  it('sets a deadline to register that is never past the end of the pass', () => {
    const nowMs = aPass().endAtMs - minuteMs
    const { outcome } = decideSignIn(attempt({ document: aDocument({ pass: aPass({ isUsableOnce: true }) }), nowMs }))
    expect(outcome).toMatchObject({ signIn: { registrationDeadline: new Date(aPass().endAtMs) } })
  })

  it('for another pass than the one now stored is a wrong code', () => {
    const { outcome, next } = decideSignIn(attempt({ match: { passId: 'p0', isSame: true } }))
    expect(outcome).toMatchObject({ ok: false, reason: 'wrongCode', wrongCodes: 1 })
    expect(next?.pass?.wrongCodes).toBe(1)
  })
})

describe('a wrong code', () => {
  it('counts against the person and against the pass', () => {
    const document = aDocument({ pass: aPass({ wrongCodes: 4 }), wrongCodes: { consecutive: 7 } })
    const { outcome, next } = decideSignIn(attempt({ document, match: wrong }))
    expect(outcome).toEqual({ ok: false, reason: 'wrongCode', wrongCodes: 8 })
    expect(next).toMatchObject({ pass: { wrongCodes: 5 }, wrongCodes: { consecutive: 8 } })
  })

  it('starts a wait with every tenth in a row', () => {
    const document = aDocument({ wrongCodes: { consecutive: 9 } })
    const { outcome } = decideSignIn(attempt({ document, match: wrong }))
    expect(outcome).toMatchObject({ wrongCodes: 10, lockedOutUntilMs: start + minuteMs })
  })

  it('revokes the pass for good once it has met as many as it may', () => {
    const document = aDocument({ pass: aPass({ wrongCodes: 99 }) })
    const { outcome, next } = decideSignIn(attempt({ document, match: wrong }))
    expect(outcome).toMatchObject({ reason: 'wrongCode', revokedPassId: 'p1' })
    expect(next?.pass?.ended).toEqual({ how: 'revoked', atMs: start, commitId: 'now' })
  })
})

describe('decideSignIn', () => {
  it('depends on the code only where the pass is usable', () => {
    fc.assert(
      fc.property(attempts, (tried) => {
        const { document, policy, user, nowMs } = tried
        const pass = document?.pass
        fc.pre(!pass || usabilityOf(pass, { wrongCodes: document.wrongCodes, policy, user, nowMs }) !== 'usable')
        const decided = decideSignIn(tried)
        expect(decided.outcome.ok).toBe(false)
        for (const match of [undefined, right, wrong, pass && { passId: pass.id, isSame: true }]) {
          expect(decideSignIn({ ...tried, match })).toEqual(decided)
        }
      }),
    )
  })

  it('signs in exactly where the pass is usable and the code is its own', () => {
    fc.assert(
      fc.property(attempts, (tried) => {
        const { document, policy, user, nowMs, match } = tried
        const pass = document?.pass
        const usability = pass && usabilityOf(pass, { wrongCodes: document.wrongCodes, policy, user, nowMs })
        expect(decideSignIn(tried).outcome.ok).toBe(usability === 'usable' && match?.isSame === true)
      }),
    )
  })

  it('records every success and every counted guess under its commit id, and never takes a wrong code back', () => {
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

  it('never changes an end that is on record', () => {
    fc.assert(
      fc.property(attempts, (tried) => {
        const ended = tried.document?.pass?.ended
        fc.pre(ended !== undefined)
        expect(decideSignIn(tried).next).toBeUndefined()
      }),
    )
  })

  it('changes none of what it was given', () => {
    fc.assert(
      fc.property(attempts, (tried) => {
        const before = structuredClone(tried)
        decideSignIn(tried)
        expect(tried).toEqual(before)
      }),
    )
  })
})

describe('recordExpiry', () => {
  it('records the end of a pass that is over, once', () => {
    const document = aDocument()
    const recorded = recordExpiry(document, aPass(), { nowMs: aPass().endAtMs, commitId: 'c' })
    expect(recorded?.pass?.ended).toEqual({ how: 'expired', atMs: aPass().endAtMs, commitId: 'c' })
    const again = recordExpiry(document, recorded?.pass ?? aPass(), { nowMs: aPass().endAtMs + 1, commitId: 'd' })
    expect(again).toBeUndefined()
  })

  it('records nothing of a pass that is not over', () => {
    expect(recordExpiry(aDocument(), aPass(), { nowMs: aPass().endAtMs - 1, commitId: 'c' })).toBeUndefined()
  })
})
