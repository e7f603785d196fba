import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Claims } from '../../src/core/sign-in/claims.js'
import { allowedActions, claimsOf, otherMethods } from '../../src/core/sign-in/claims.js'
import { createSignedIn, signIn } from '../support/signed-in.js'
import { createWorld } from '../support/world.js'

const own = 'temporary-access-pass'

// Use of the pass, spendOn, countsAs and priorAmr, with the claims.
const golden: readonly (readonly [
  use: 'once' | 'many',
  spendOn: 'signIn' | 'registration',
  countsAs: 'singleFactor' | 'multiFactor',
  prior: readonly string[],
  amr: readonly string[],
  acr: Claims['acr'],
])[] = [
  ['once', 'signIn', 'singleFactor', [], ['otp', own], 'aal1'],
  ['once', 'registration', 'singleFactor', [], ['pwd', own], 'aal1'],
  ['many', 'signIn', 'singleFactor', [], ['pwd', own], 'aal1'],
  ['many', 'registration', 'singleFactor', [], ['pwd', own], 'aal1'],
  ['once', 'signIn', 'multiFactor', [], ['otp', own, 'mfa'], 'aal2'],
  ['once', 'registration', 'multiFactor', [], ['pwd', own, 'mfa'], 'aal2'],
  ['many', 'signIn', 'multiFactor', [], ['pwd', own, 'mfa'], 'aal2'],
  ['many', 'registration', 'multiFactor', [], ['pwd', own, 'mfa'], 'aal2'],
  // A factor of another kind makes two factors.
  ['once', 'signIn', 'singleFactor', ['pwd'], ['pwd', 'otp', own, 'mfa'], 'aal2'],
  ['once', 'signIn', 'singleFactor', ['fpt'], ['fpt', 'otp', own, 'mfa'], 'aal2'],
  ['once', 'registration', 'singleFactor', ['hwk'], ['hwk', 'pwd', own, 'mfa'], 'aal2'],
  ['many', 'signIn', 'singleFactor', ['otp'], ['otp', 'pwd', own, 'mfa'], 'aal2'],
  ['many', 'signIn', 'singleFactor', ['pwd', 'sms'], ['pwd', 'sms', own, 'mfa'], 'aal2'],
  ['many', 'registration', 'singleFactor', ['face'], ['face', 'pwd', own, 'mfa'], 'aal2'],
  // Two factors of the same kind are one.
  ['once', 'signIn', 'singleFactor', ['hwk'], ['hwk', 'otp', own], 'aal1'],
  ['once', 'registration', 'singleFactor', ['pwd'], ['pwd', own], 'aal1'],
  ['many', 'signIn', 'singleFactor', ['pwd'], ['pwd', own], 'aal1'],
  ['many', 'signIn', 'singleFactor', ['pin', 'kba'], ['pin', 'kba', 'pwd', own], 'aal1'],
  // Values that name no factor are kept and do not count.
  ['once', 'signIn', 'singleFactor', ['user', 'geo', 'rba'], ['user', 'geo', 'rba', 'otp', own], 'aal1'],
  ['many', 'signIn', 'singleFactor', ['toString', '__proto__'], ['toString', '__proto__', 'pwd', own], 'aal1'],
  // An earlier pass is no second factor.
  ['once', 'signIn', 'singleFactor', ['pwd', own], ['pwd', own, 'otp'], 'aal1'],
  ['many', 'signIn', 'singleFactor', ['otp', own], ['otp', own, 'pwd'], 'aal1'],
  ['once', 'signIn', 'singleFactor', ['pwd', own, 'fpt'], ['pwd', own, 'fpt', 'otp', 'mfa'], 'aal2'],
]

describe('the claims of a sign-in', () => {
  it.each(golden)('%s, spent on %s, as %s, after %j: %j and %s', async (use, spendOn, countsAs, priorAmr, amr, acr) => {
    const world = createWorld({ policy: { spendOn, countsAs } })
    const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: use === 'once' })
    const result = await signIn(world.tap, code, { priorAmr })
    expect(result.signIn).toMatchObject({ amr, acr })
    expect(await world.tap.grants.verify({ grant: result.grant, purpose: 'session' })).toMatchObject({
      signIn: { amr, acr },
    })
  })

  const word = fc.oneof(fc.constantFrom('pwd', 'otp', 'hwk', 'swk', 'fpt', 'sms', 'user', own), fc.string())
  const prior = fc.array(word, { maxLength: 16 })

  it('are one factor by default if nothing was verified before', () => {
    fc.assert(
      fc.property(fc.boolean(), (isUsableOnce) => {
        const { amr, acr } = claimsOf({ isUsableOnce }, { countsAs: 'singleFactor' }, [])
        expect(acr).toBe('aal1')
        expect(amr).not.toContain('mfa')
      }),
    )
  })

  it('never call a pass hardware, biometric or phishing-resistant', () => {
    const strong = ['hwk', 'swk', 'pop', 'sc', 'fpt', 'face', 'iris', 'retina', 'vbm', 'phr', 'phrh']
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.constantFrom('singleFactor', 'multiFactor'),
        prior,
        (isUsableOnce, countsAs, said) => {
          const { amr } = claimsOf({ isUsableOnce }, { countsAs }, said)
          expect(amr.filter((method) => !said.includes(method) && strong.includes(method))).toEqual([])
        },
      ),
    )
  })

  it('keep the verified methods in order, add the pass, and repeat nothing', () => {
    fc.assert(
      fc.property(fc.boolean(), prior, (isUsableOnce, said) => {
        const { amr } = claimsOf({ isUsableOnce }, { countsAs: 'singleFactor' }, said)
        const before = [...new Set(said)]
        expect(amr.slice(0, before.length)).toEqual(before)
        expect(amr).toContain(own)
        expect(new Set(amr).size).toBe(amr.length)
      }),
    )
  })

  it('are aal2 exactly if they contain mfa, unless the host application added it', () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.constantFrom('singleFactor', 'multiFactor'),
        prior,
        (isUsableOnce, countsAs, said) => {
          const { amr, acr } = claimsOf({ isUsableOnce }, { countsAs }, said)
          if (!said.includes('mfa')) expect(acr === 'aal2').toBe(amr.includes('mfa'))
        },
      ),
    )
  })
})

describe('what was verified before', () => {
  it('is all of priorAmr, unless it contains a pass', () => {
    expect(otherMethods(['pwd', 'otp'])).toEqual(['pwd', 'otp'])
    expect(otherMethods(['pwd', own, 'mfa', 'hwk'])).toEqual(['hwk'])
    expect(otherMethods([])).toEqual([])
  })
})

describe('the allowed actions of a sign-in', () => {
  it('are registering what the policy lists, replacing a credential and signing out', () => {
    const of = (...types: string[]) => allowedActions({ types, maximum: 1 })
    expect(of('passkey')).toEqual(['registerPasskey', 'replaceCredential', 'signOut'])
    expect(of('smartCard')).toEqual(['replaceCredential', 'signOut'])
    expect(of('authenticatorApp', 'passkey')).toEqual([
      'registerPasskey',
      'registerAuthenticatorApp',
      'replaceCredential',
      'signOut',
    ])
  })

  it('cannot be changed in the result', async () => {
    const { signIn: answered } = (await createSignedIn()).result
    expect(Object.isFrozen(answered.allowedActions)).toBe(true)
    expect(Object.isFrozen(answered.amr)).toBe(true)
  })
})
