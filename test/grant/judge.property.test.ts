import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeGrant, encodeGrant } from '../../src/core/grant/codec.js'
import type { Grant, GrantPurpose } from '../../src/core/grant/grant.js'
import { isRegistration, objectionOffline } from '../../src/core/grant/judge.js'
import type { SignIn } from '../../src/core/sign-in/sign-in.js'
import { surfaceRules } from '../../src/core/sign-in/surfaces.js'
import { rounds } from '../support/rounds.js'

const purposes = fc.constantFrom<GrantPurpose>(
  'session',
  'registerPasskey',
  'registerAuthenticatorApp',
  'replaceCredential',
  'signOut',
)
const text = fc.string({ maxLength: 20, unit: 'grapheme' })
const maybeText = fc.option(text, { nil: undefined })
const instant = fc.date({ min: new Date(0), max: new Date(8.64e15), noInvalidDate: true })

const signIns: fc.Arbitrary<SignIn> = fc.record({
  tenantId: fc.constantFrom('default', 'partner'),
  userId: fc.constantFrom('ada', 'bob'),
  passId: fc.uuid(),
  isUsableOnce: fc.boolean(),
  authenticatedAt: instant,
  notAfter: instant,
  registrationDeadline: fc.option(instant, { nil: undefined }),
  surface: fc.constantFrom(...(Object.keys(surfaceRules) as (keyof typeof surfaceRules)[])),
  amr: fc.array(text),
  acr: fc.constantFrom('aal1', 'aal2'),
  allowedActions: fc.subarray(['registerPasskey', 'registerAuthenticatorApp', 'replaceCredential', 'signOut']),
  requiredActions: fc.subarray(['interruptRegistration']),
  isSecondCredentialRecommended: fc.boolean(),
})

const grants: fc.Arbitrary<Grant> = fc.record({
  signInId: text,
  incarnation: maybeText,
  clientBinding: maybeText,
  signIn: signIns,
})

const claims = fc.record({
  purpose: purposes,
  userId: fc.constantFrom(undefined, 'ada', 'bob'),
  clientBinding: maybeText,
})

describe('a grant', () => {
  it('decodes to what was encoded', () => {
    fc.assert(
      fc.property(grants, (grant) => {
        expect(decodeGrant(encodeGrant(grant))).toEqual(grant)
      }),
    )
  })

  it('of an unknown version decodes to nothing', () => {
    expect(decodeGrant(new TextEncoder().encode(JSON.stringify({ version: 2 })))).toBeUndefined()
  })
})

describe('the check of the grant alone', () => {
  it('accepts exactly the grants in time, of this user, client and purpose', () => {
    fc.assert(
      fc.property(grants, claims, fc.nat(8.64e15), (grant, claimed, nowMs) => {
        const { signIn, clientBinding } = grant
        const deadlines = [signIn.notAfter, ...(isRegistration(claimed.purpose) ? [signIn.registrationDeadline] : [])]
        const isGood =
          deadlines.every((deadline) => deadline === undefined || nowMs < deadline.getTime()) &&
          (claimed.userId ?? signIn.userId) === signIn.userId &&
          (clientBinding ?? claimed.clientBinding) === claimed.clientBinding &&
          ['session', ...signIn.allowedActions].includes(claimed.purpose)
        expect(objectionOffline(grant, claimed, nowMs) === undefined).toBe(isGood)
      }),
      { numRuns: rounds(300) },
    )
  })

  it('never accepts a grant again that it has refused', () => {
    fc.assert(
      fc.property(grants, claims, fc.nat(8e15), fc.nat(6e14), (grant, claimed, nowMs, later) => {
        if (objectionOffline(grant, claimed, nowMs) === undefined) return
        expect(objectionOffline(grant, claimed, nowMs + later)).toBeDefined()
      }),
    )
  })
})
