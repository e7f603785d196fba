import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodePolicy, encodePolicy } from '../../src/core/policy/codec.js'
import { entraPolicy, nistPolicy } from '../../src/core/policy/presets.js'
import { fullPolicy, policies } from '../support/policies.js'

describe('the policy document', () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(policies, fc.array(fc.string(), { maxLength: 8 }), (policy, commits) => {
        const decoded = decodePolicy(encodePolicy(policy, commits), entraPolicy)
        expect(decoded).toEqual({ policy, commits })
        expect(Object.isFrozen(decoded?.policy) && Object.isFrozen(decoded?.commits)).toBe(true)
      }),
    )
  })

  it('is text that an operator can read, with the version of its format', () => {
    const text = encodePolicy(entraPolicy, ['c1'])
    expect(JSON.parse(text)).toEqual({ version: 1, policy: entraPolicy, commits: ['c1'] })
  })

  it('written before a field existed, has the default there', () => {
    const { retentionInDays: _, ...older } = { ...entraPolicy, defaultLength: 12 }
    const body = JSON.stringify({ version: 1, policy: older, commits: [] })
    const decoded = decodePolicy(body, { ...entraPolicy, retentionInDays: 7, defaultLength: 20 })
    expect(decoded?.policy).toEqual({ ...entraPolicy, defaultLength: 12, retentionInDays: 7 })
  })

  it('written before there were grants and rules of issuing, has the defaults for them', () => {
    const { registrableCredentials, countsAs, registrationTargets, trustedTenants, issuing, ...older } = entraPolicy
    const body = JSON.stringify({ version: 1, policy: { ...older, defaultLength: 12 }, commits: [] })
    expect(decodePolicy(body, entraPolicy)?.policy).toEqual({ ...entraPolicy, defaultLength: 12 })
    const { state, defaultLength, ...rest } = nistPolicy
    expect(decodePolicy(body, nistPolicy)?.policy).toMatchObject({
      registrableCredentials: rest.registrableCredentials,
      registrationTargets: rest.registrationTargets,
      issuing: rest.issuing,
      isUsableOnce: false,
    })
  })

  it('written by a newer release, is read without the fields that are not known yet, wherever they stand', () => {
    const all = { ...entraPolicy.includeTargets[0], sinceMs: 1 }
    const newer = {
      ...entraPolicy,
      includeTargets: [all],
      registrableCredentials: { ...entraPolicy.registrableCredentials, isAttestationRequired: true },
      issuing: { ...entraPolicy.issuing, approvers: 2, maximumPerHour: { network: 7 } },
      quorum: 2,
    }
    const body = JSON.stringify({ version: 1, policy: newer, commits: [] })
    expect(decodePolicy(body, entraPolicy)?.policy).toEqual(entraPolicy)
  })

  it('keeps a rule that was left out left out, whatever the default says', () => {
    const body = encodePolicy(entraPolicy, [])
    const read = decodePolicy(body, nistPolicy)?.policy
    expect(read).toEqual(entraPolicy)
    expect(read?.issuing.maximumPerHour.actor).toBeUndefined()
  })

  it('is read back when every list in it is full', () => {
    const full = fullPolicy(entraPolicy)
    expect(decodePolicy(encodePolicy(full, []), entraPolicy)?.policy).toEqual(full)
  })

  it('of another format, or with a value out of bounds, is not read at all', () => {
    const good = { version: 1, policy: entraPolicy, commits: ['c1'] }
    expect(decodePolicy(JSON.stringify(good), entraPolicy)).toBeDefined()
    for (const bad of [
      '',
      'null',
      '7',
      '[]',
      '{',
      '{}',
      JSON.stringify({ ...good, version: 2 }),
      JSON.stringify({ ...good, version: '1' }),
      JSON.stringify({ policy: entraPolicy, commits: [] }),
      JSON.stringify({ ...good, policy: null }),
      JSON.stringify({ ...good, policy: [] }),
      JSON.stringify({ ...good, policy: { ...entraPolicy, defaultLength: 7 } }),
      JSON.stringify({ ...good, policy: { ...entraPolicy, state: null } }),
      JSON.stringify({ ...good, policy: { ...entraPolicy, spendOn: 'never' } }),
      JSON.stringify({ ...good, policy: { ...entraPolicy, issuing: { ...entraPolicy.issuing, acr: '' } } }),
      JSON.stringify({ ...good, policy: { ...entraPolicy, issuing: {} } }),
      JSON.stringify({ ...good, commits: undefined }),
      JSON.stringify({ ...good, commits: 'c1' }),
      JSON.stringify({ ...good, commits: [1] }),
      JSON.stringify({ ...good, commits: Array.from({ length: 9 }, String) }),
    ]) {
      expect(decodePolicy(bad, entraPolicy), bad).toBeUndefined()
    }
  })

  it('never throws for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        expect(decodePolicy(body, entraPolicy)).toBeUndefined()
        expect(
          decodePolicy(`{"version":1,"policy":{},"commits":[],"more":${JSON.stringify(body)}}`, entraPolicy),
        ).toEqual({
          policy: entraPolicy,
          commits: [],
        })
      }),
    )
  })
})
