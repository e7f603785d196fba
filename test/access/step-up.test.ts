import { describe, expect, it } from 'vitest'
import type { Actor, ActorAuthentication } from '../../src/core/access/actor.js'
import { parseActor } from '../../src/core/access/authorize.js'
import { missingStepUp } from '../../src/core/access/step-up.js'
import type { IssuingRules } from '../../src/core/policy/policy.js'
import { entraPolicy } from '../../src/core/policy/presets.js'
import { hourMs, minuteMs, secondMs } from '../support/clock.js'

const nowMs = Date.UTC(2026, 10, 23, 6)

describe('a step-up', () => {
  it('is required only where the policy says so', () => {
    expect(missingStepUp(entraPolicy.issuing, signedIn(), nowMs)).toBeUndefined()
  })

  it.each([
    ['just now', 0, true],
    ['a millisecond before it is too old', 15 * minuteMs - 1, true],
    ['at the very instant it is too old', 15 * minuteMs, false],
    ['long ago', 9 * hourMs, false],
    ['half a minute ahead of this clock', -30 * secondMs, true],
    ['further ahead, which proves nothing', -30 * secondMs - 1, false],
  ])('judges a sign-in %s', (_, ageMs, isEnough) => {
    const actor = signedIn({ at: new Date(nowMs - ageMs) })
    const missing = missingStepUp(rules({ maximumSignInAgeInMinutes: 15 }), actor, nowMs)
    expect(missing).toEqual(isEnough ? undefined : { acr: undefined, maximumAgeInSeconds: 900 })
  })

  it.each([
    ['the class asked for', 'urn:mfa', true],
    ['another class', 'urn:pwd', false],
    ['the same letters in another case', 'URN:MFA', false],
    ['no class', undefined, false],
  ])('of a class judges a sign-in of %s, whatever its age', (_, acr, isEnough) => {
    const actor = signedIn({ at: new Date(nowMs - 9 * hourMs), acr })
    const missing = missingStepUp(rules({ acr: 'urn:mfa' }), actor, nowMs)
    expect(missing).toEqual(isEnough ? undefined : { acr: 'urn:mfa', maximumAgeInSeconds: undefined })
  })

  it('of a class refuses a sign-in from the future', () => {
    const actor = signedIn({ at: new Date(nowMs + hourMs), acr: 'urn:mfa' })
    expect(missingStepUp(rules({ acr: 'urn:mfa' }), actor, nowMs)).toBeDefined()
  })

  it('requires both class and age at once, and names both', () => {
    const both = rules({ acr: 'urn:mfa', maximumSignInAgeInMinutes: 5 })
    const asked = { acr: 'urn:mfa', maximumAgeInSeconds: 300 }
    const at = new Date(nowMs)
    const old = new Date(nowMs - hourMs)
    expect(missingStepUp(both, signedIn({ at, acr: 'urn:mfa' }), nowMs)).toBeUndefined()
    expect(missingStepUp(both, signedIn({ at }), nowMs)).toEqual(asked)
    expect(missingStepUp(both, signedIn({ at: old, acr: 'urn:mfa' }), nowMs)).toEqual(asked)
    expect(missingStepUp(both, signedIn(), nowMs)).toEqual(asked)
  })

  it.each(['app', 'system'] as const)('is not required of a program: %s', (kind) => {
    const actor: Actor = { kind, id: 'desk', permissions: ['passes.create'] }
    expect(missingStepUp(rules({ acr: 'urn:mfa', maximumSignInAgeInMinutes: 1 }), actor, nowMs)).toBeUndefined()
  })
})

describe('the sign-in of an actor', () => {
  it('is read as given, and copied', () => {
    const at = new Date(nowMs)
    const parsed = parseActor(signedIn({ at, acr: 'urn:mfa' }))
    at.setFullYear(2000)
    expect(parsed).toEqual({ ok: true, actor: signedIn({ at: new Date(nowMs), acr: 'urn:mfa' }) })
  })

  it.each([
    [{ authentication: {} }, { code: 'type', field: 'actor.authentication.at' }],
    [{ authentication: { at: '2026-11-23' } }, { code: 'type', field: 'actor.authentication.at' }],
    [{ authentication: { at: new Date(Number.NaN) } }, { code: 'type', field: 'actor.authentication.at' }],
    [
      { authentication: { at: new Date(0), acr: '' } },
      { code: 'range', field: 'actor.authentication.acr', minimum: 1 },
    ],
    [
      { authentication: { at: new Date(0), acr: 'a'.repeat(129) } },
      { code: 'range', field: 'actor.authentication.acr', maximum: 128 },
    ],
    [{ authentication: { at: new Date(0), amr: [] } }, { code: 'unknownField', field: 'actor.authentication.amr' }],
    [{ authentication: 'fresh' }, { code: 'type', field: 'actor.authentication' }],
  ])('%j is refused with the name of its field', (wrong, issue) => {
    expect(parseActor({ kind: 'user', user: 'grace', ...wrong })).toMatchObject({ ok: false, issues: [issue] })
  })

  it('is an unknown field of a program', () => {
    const program = { kind: 'app', id: 'desk', permissions: [], authentication: { at: new Date(nowMs) } }
    expect(parseActor(program)).toMatchObject({
      ok: false,
      issues: [{ code: 'unknownField', field: 'actor.authentication' }],
    })
  })
})

function rules(asked: Partial<IssuingRules>): IssuingRules {
  return { ...entraPolicy.issuing, ...asked }
}

function signedIn(authentication?: ActorAuthentication): Actor {
  return { kind: 'user', user: 'grace', ...(authentication && { authentication }) }
}
