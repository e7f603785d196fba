import fc from 'fast-check'
import { policyBounds } from '../../src/policy/bounds.js'
import type { Policy, Target } from '../../src/policy/policy.js'

/** Ids of few letters, so that people, groups and targets meet. */
export const ids: fc.Arbitrary<string> = fc.constantFrom(
  'ada',
  'Ada',
  'bob',
  'staff',
  'all_users',
  '\u{1F600}',
  '__proto__',
)

const target: fc.Arbitrary<Target> = fc.record({ targetType: fc.constantFrom('user', 'group'), id: ids })
const targets = fc.array(target, { maxLength: 4 })

const numbers = Object.fromEntries(
  Object.entries(policyBounds).map(([field, { minimum, maximum }]) => [
    field,
    fc.integer({ min: minimum, max: maximum }),
  ]),
)

/** Policies whose every field is within its own bounds; whether they make sense together is another matter. */
export const policies: fc.Arbitrary<Policy> = fc
  .record({
    state: fc.constantFrom('enabled', 'disabled'),
    isUsableOnce: fc.boolean(),
    includeTargets: targets,
    excludeTargets: targets,
    alphabet: fc.constantFrom('crockford', 'mixed', 'digits'),
    spendOn: fc.constant('signIn'),
    ...numbers,
  })
  .map((policy) => policy as unknown as Policy)
