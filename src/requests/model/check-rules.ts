import { millisecondsInDay, millisecondsInHour } from 'date-fns/constants'
import { proverNames } from '../../core/event/request-vocabulary.js'
import { describeValue } from '../../core/input/describe.js'
import { readableNumber } from '../../core/message/readable-number.js'
import type { Provers } from '../../ports/prover.js'
import type { RequestRuleBound, RequestRules } from './rules.js'
import { defaultRequestRules, requestRuleBounds, reviewerRules } from './rules.js'

const hoursInDay = millisecondsInDay / millisecondsInHour
const maxIdentityProofs = 16

/** Completes the rules with the defaults. Returns a frozen copy. @throws `TypeError`, `RangeError` */
export function checkRequestRules(options: unknown, provers: Provers): RequestRules {
  if (typeof options !== 'object' || options === null) throw wrongType('rules', 'must be an object', options)
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  for (const [name] of given) {
    if (Object.hasOwn(defaultRequestRules, name)) continue
    const known = Object.keys(defaultRequestRules).join(', ')
    throw new TypeError(`createRequests: \`rules.${name}\` is not a rule. Allowed: ${known}.`)
  }
  const rules: RequestRules = { ...defaultRequestRules, ...Object.fromEntries(given) }
  for (const [name, bound] of Object.entries(requestRuleBounds)) checkNumber(name, Reflect.get(rules, name), bound)
  checkRetention(rules)
  checkList('identityProofs', rules.identityProofs, maxIdentityProofs)
  const identityProofs = rules.identityProofs.map((set) => copyWords('identityProofs', set, proverNames))
  if (!identityProofs.some((set) => set.every((name) => provers[name]))) {
    const given = Object.keys(provers).join(', ') || 'none'
    const message = `must have a set that \`provers\` contains. Provers given: ${given}`
    throw new RangeError(`createRequests: \`rules.identityProofs\` ${message}.`)
  }
  return Object.freeze({
    ...rules,
    identityProofs: Object.freeze(identityProofs),
    returningProofs: copyWords('returningProofs', rules.returningProofs, proverNames),
    reviewers: copyWords('reviewers', rules.reviewers, reviewerRules),
  })
}

/** Provers compare new evidence with earlier evidence, so it must be kept for as long as it may be needed. */
function checkRetention({ evidenceRetentionInDays, proofValidityInDays, proofDeadlineInHours }: RequestRules): void {
  const name = 'rules.evidenceRetentionInDays'
  const found = `not ${evidenceRetentionInDays}. Provers compare new evidence with it`
  if (evidenceRetentionInDays < proofValidityInDays) {
    const message = `must be at least \`proofValidityInDays\`, ${proofValidityInDays}, ${found}`
    throw new RangeError(`createRequests: \`${name}\` ${message}.`)
  }
  if (evidenceRetentionInDays * hoursInDay < proofDeadlineInHours) {
    const message = `must be at least \`proofDeadlineInHours\`, ${proofDeadlineInHours} hours, ${found}`
    throw new RangeError(`createRequests: \`${name}\` ${message}.`)
  }
}

function checkNumber(name: string, value: unknown, { minimum, maximum }: RequestRuleBound): void {
  if (typeof value !== 'number') throw wrongType(`rules.${name}`, 'must be a number', value)
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return
  const range = `a whole number from ${readableNumber(minimum)} to ${readableNumber(maximum)}`
  throw new RangeError(`createRequests: \`rules.${name}\` must be ${range}, not ${value}.`)
}

function copyWords<T extends string>(name: string, list: unknown, known: readonly T[]): readonly T[] {
  checkList(name, list, known.length)
  const copy = list.flatMap((entry) => known.find((word) => word === entry) ?? [])
  if (new Set(copy).size < list.length) {
    const message = `must name each of ${known.join(', ')} at most once, and nothing else`
    throw new RangeError(`createRequests: \`rules.${name}\` ${message}.`)
  }
  return Object.freeze(copy)
}

function checkList(name: string, list: unknown, maximum: number): asserts list is readonly unknown[] {
  if (!Array.isArray(list)) throw wrongType(`rules.${name}`, 'must be an array', list)
  if (list.length >= 1 && list.length <= maximum) return
  throw new RangeError(`createRequests: \`rules.${name}\` must have 1 to ${maximum} entries, not ${list.length}.`)
}

function wrongType(name: string, message: string, value: unknown): TypeError {
  return new TypeError(`createRequests: \`${name}\` ${message}, not ${describeValue(value).message}.`)
}
