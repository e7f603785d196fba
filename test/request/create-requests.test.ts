import { describe, expect, it } from 'vitest'
import type { RequestsOptions } from '../../src/requests/create-requests.js'
import { createRequests } from '../../src/requests/create-requests.js'
import { createWorld } from '../support/world.js'

const prover = async () => ({ isAccepted: false, assurance: 'none', references: [] })
const provers = { verifiedCredential: prover }
const { tap } = createWorld()

describe('createRequests', () => {
  it('returns frozen requests of the tenant of the tap', () => {
    const requests = createRequests(tap, { provers })
    expect(requests.tenantId).toBe(tap.tenantId)
    expect(Object.isFrozen(requests)).toBe(true)
    expect(requests.forTenant('other').tenantId).toBe('other')
  })

  it('ignores later changes of its options', async () => {
    const options: { provers: Record<string, unknown>; rules: { passLifetimeInMinutes: number } } = {
      provers: { ...provers },
      rules: { passLifetimeInMinutes: 60 },
    }
    const requests = createRequests(tap, options as RequestsOptions)
    delete options.provers['verifiedCredential']
    options.rules.passLifetimeInMinutes = 0
    const clientBinding = 'a browser'
    const submitted = await requests.submit({ user: 'ada', employeeId: '1', clientBinding })
    if (!submitted.ok) throw new Error('The submission was expected to succeed')
    const { requestId } = submitted
    const proved = requests.prove({ requestId, clientBinding, prover: 'verifiedCredential', presented: '' })
    await expect(proved).resolves.toMatchObject({ state: 'proving' })
  })

  it.each<readonly [string, readonly unknown[], string]>([
    ['the old call with one object', [{ tap, provers }], 'not an object with a property `tap`'],
    ['no argument', [], 'the first argument must be a tap'],
    ['a tap that another package created', [{ ...tap }, { provers }], 'that createTap of this package returned'],
    ['no options', [tap], '`options` must be an object, not undefined'],
    ['options of the wrong type', [tap, 'provers'], '`options` must be an object, not "provers"'],
    ['an unknown option', [tap, { provers, tap }], '`tap` is not an option. Allowed: provers, rules, notifyReviewer'],
    ['no provers', [tap, {}], '`provers` must be an object, not undefined'],
    ['an unknown prover', [tap, { provers: { passport: prover } }], '`provers.passport` is not a prover'],
    ['a prover of the wrong type', [tap, { provers: { document: {} } }], '`provers.document` must be a function'],
    [
      'a notifier of the wrong type',
      [tap, { provers, notifyReviewer: 1 }],
      '`notifyReviewer` must be a function, not 1',
    ],
    ['rules of the wrong type', [tap, { provers, rules: 'strict' }], '`rules` must be an object, not "strict"'],
    ['an unknown rule', [tap, { provers, rules: { reviewWithinHours: 1 } }], '`rules.reviewWithinHours` is not a rule'],
    [
      'a rule of the wrong type',
      [tap, { provers, rules: { lockoutInHours: '1' } }],
      '`rules.lockoutInHours` must be a',
    ],
  ])('throws a TypeError that names the mistake: %s', (_, wrong, message) => {
    expect(() => Reflect.apply(createRequests, undefined, wrong)).toThrow(TypeError)
    expect(() => Reflect.apply(createRequests, undefined, wrong)).toThrow(message)
  })

  it.each<readonly [RequestsOptions, string]>([
    [{ provers, rules: { lockoutInHours: 0 } }, '`rules.lockoutInHours` must be a whole number from 1 to 720, not 0.'],
    [{ provers: { document: prover } }, '`rules.identityProofs` must have a set that `provers` contains'],
    [{ provers: {} }, 'Provers given: none.'],
    [{ provers, rules: { reviewers: [] } }, '`rules.reviewers` must have 1 to 4 entries, not 0.'],
    [
      { provers, rules: { evidenceRetentionInDays: 29 } },
      '`rules.evidenceRetentionInDays` must be at least `proofValidityInDays`, 30, not 29.',
    ],
  ])('throws a RangeError that names the rule: %j', (options, message) => {
    expect(() => createRequests(tap, options)).toThrow(RangeError)
    expect(() => createRequests(tap, options)).toThrow(message)
  })
})
