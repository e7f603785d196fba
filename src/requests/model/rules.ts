import { millisecondsInDay, millisecondsInHour } from 'date-fns/constants'
import { proverNames } from '../../core/event/request-vocabulary.js'
import { maxProofValidityInDays } from '../../core/user-document/retention.js'
import type { ProverName, Provers } from '../../ports/prover.js'

const reviewerRules = ['manager', 'delegate', 'managersManager', 'administrator'] as const

/** Who may be asked to review. `administrator`: whoever may issue a pass to the person. */
export type ReviewerRule = (typeof reviewerRules)[number]

/** How requests go, as data. Whole numbers; {@link requestRuleBounds} has their bounds. */
export interface RequestRules {
  /** From the submission, so long to prove who one is: 1 to 168 hours. @defaultValue 24 */
  readonly proofDeadlineInHours: number
  /** From the proof, so long for a reviewer to start the call: 1 to 720 hours. @defaultValue 24 */
  readonly reviewDeadlineInHours: number
  /** When nobody has acted for so long, the manager's manager is asked: 1 to 720 hours. @defaultValue 4 */
  readonly escalationDelayInHours: number
  /** A call counts from this length on: 0 to 3,600 seconds. @defaultValue 15 */
  readonly minimumCallInSeconds: number
  /** A call that nobody decided is over: 1 to 1,440 minutes. @defaultValue 60 */
  readonly maximumCallInMinutes: number
  /** From the approval, so long to collect: 1 to 168 hours. @defaultValue 24 */
  readonly collectionDeadlineInHours: number
  /** Lifetime of the pass, also below what administrators may choose: 10 to 43,200 minutes. @defaultValue 30 */
  readonly passLifetimeInMinutes: number
  /** From an identity proof that a reviewer approved, no reviewer is needed for so long: 1 to 365 days. @defaultValue 30 */
  readonly proofValidityInDays: number
  /** References and digests are kept for so long: `proofValidityInDays`, and `proofDeadlineInHours`, to 3,650 days. @defaultValue 30 */
  readonly evidenceRetentionInDays: number
  /** So many failed proofs lock requests for that person: 1 to 100. @defaultValue 5 */
  readonly failedProofsBeforeLockout: number
  /** How long that lasts: 1 to 720 hours. @defaultValue 24 */
  readonly lockoutInHours: number
  /** Sets of provers any one of which proves who somebody is. Every set: 1 to 4 provers; at least one within reach. */
  readonly identityProofs: readonly (readonly ProverName[])[]
  /** What is enough while an earlier proof is valid. @defaultValue `['liveness']` */
  readonly returningProofs: readonly ProverName[]
  /** Who is asked. @defaultValue `['manager', 'delegate', 'managersManager']` */
  readonly reviewers: readonly ReviewerRule[]
}

/** The rules that are whole numbers. */
export type NumericRequestRule = {
  readonly [Name in keyof RequestRules]: RequestRules[Name] extends number ? Name : never
}[keyof RequestRules]

/** What one number of the rules may be, both ends included. */
export interface RequestRuleBound {
  readonly minimum: number
  readonly maximum: number
}

/** What applies where {@link createRequests} is given nothing else. Frozen. */
export const defaultRequestRules: RequestRules = Object.freeze<RequestRules>({
  proofDeadlineInHours: 24,
  reviewDeadlineInHours: 24,
  escalationDelayInHours: 4,
  minimumCallInSeconds: 15,
  maximumCallInMinutes: 60,
  collectionDeadlineInHours: 24,
  passLifetimeInMinutes: 30,
  proofValidityInDays: 30,
  evidenceRetentionInDays: 30,
  failedProofsBeforeLockout: 5,
  lockoutInHours: 24,
  identityProofs: Object.freeze([
    Object.freeze<ProverName[]>(['document', 'liveness']),
    Object.freeze<ProverName[]>(['verifiedCredential']),
    Object.freeze<ProverName[]>(['helpDeskCall']),
  ]),
  returningProofs: Object.freeze<ProverName[]>(['liveness']),
  reviewers: Object.freeze<ReviewerRule[]>(['manager', 'delegate', 'managersManager']),
})

/** The bounds of every rule that is a number, for a form or a table. */
export const requestRuleBounds: { readonly [Name in NumericRequestRule]: RequestRuleBound } = Object.freeze({
  proofDeadlineInHours: bound(1, 168),
  reviewDeadlineInHours: bound(1, 720),
  escalationDelayInHours: bound(1, 720),
  minimumCallInSeconds: bound(0, 3_600),
  maximumCallInMinutes: bound(1, 1_440),
  collectionDeadlineInHours: bound(1, 168),
  passLifetimeInMinutes: bound(10, 43_200),
  proofValidityInDays: bound(1, maxProofValidityInDays),
  evidenceRetentionInDays: bound(1, 3_650),
  failedProofsBeforeLockout: bound(1, 100),
  lockoutInHours: bound(1, 720),
})

const hoursInDay = millisecondsInDay / millisecondsInHour

/** The rules with what was given in place; a copy, so that none changes later. @throws `TypeError`, `RangeError` */
export function checkRequestRules(options: unknown, provers: Provers): RequestRules {
  if (typeof options !== 'object' || options === null) throw wrong('rules', 'must be an object')
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  for (const [name] of given)
    if (!Object.hasOwn(defaultRequestRules, name)) throw wrong(`rules.${name}`, 'is not a known rule')
  const rules: RequestRules = { ...defaultRequestRules, ...Object.fromEntries(given) }
  for (const [name, bounds] of Object.entries(requestRuleBounds)) checkNumber(name, Reflect.get(rules, name), bounds)
  if (rules.evidenceRetentionInDays < rules.proofValidityInDays) {
    throw out(
      'rules.evidenceRetentionInDays',
      'must not be below proofValidityInDays: a returning face is compared with it',
    )
  }
  if (rules.evidenceRetentionInDays * hoursInDay < rules.proofDeadlineInHours) {
    throw out(
      'rules.evidenceRetentionInDays',
      'must not be below proofDeadlineInHours: one proof is compared with another',
    )
  }
  checkList('identityProofs', rules.identityProofs, 1, 16)
  const identityProofs = rules.identityProofs.map((set) => copyOf('identityProofs', set, proverNames, 1))
  if (!identityProofs.some((set) => set.every((name) => provers[name]))) {
    throw out('rules.identityProofs', `has no set that the provers given can prove: ${Object.keys(provers).join(', ')}`)
  }
  return Object.freeze({
    ...rules,
    identityProofs: Object.freeze(identityProofs),
    returningProofs: copyOf('returningProofs', rules.returningProofs, proverNames, 1),
    reviewers: copyOf('reviewers', rules.reviewers, reviewerRules, 1),
  })
}

function checkNumber(name: string, value: unknown, { minimum, maximum }: RequestRuleBound): void {
  if (typeof value !== 'number') throw wrong(`rules.${name}`, 'must be a number')
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return
  throw out(`rules.${name}`, `must be a whole number from ${minimum} to ${maximum}`)
}

function copyOf<T extends string>(name: string, list: unknown, known: readonly T[], least: number): readonly T[] {
  checkList(name, list, least, known.length)
  const entries: readonly unknown[] = list
  const copy = entries.map((entry) => known.find((word) => word === entry))
  if (copy.includes(undefined) || new Set(copy).size < copy.length) {
    throw out(`rules.${name}`, `must name each of ${known.join(', ')} at most once, and nothing else`)
  }
  return Object.freeze(copy as T[])
}

function checkList(name: string, list: unknown, least: number, most: number): asserts list is readonly unknown[] {
  if (!Array.isArray(list)) throw wrong(`rules.${name}`, 'must be a list')
  if (list.length < least || list.length > most) throw out(`rules.${name}`, `must have ${least} to ${most} entries`)
}

function bound(minimum: number, maximum: number): RequestRuleBound {
  return Object.freeze({ minimum, maximum })
}

function wrong(name: string, message: string): TypeError {
  return new TypeError(`createRequests: "${name}" ${message}`)
}

function out(name: string, message: string): RangeError {
  return new RangeError(`createRequests: "${name}" ${message}`)
}
