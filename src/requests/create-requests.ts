import type { Tap } from '../api/tap.js'
import { checkTenantId } from '../check-tap-options.js'
import { proverNames } from '../core/event/request-vocabulary.js'
import { describeValue } from '../core/input/describe.js'
import { ownFields } from '../core/input/own-fields.js'
import type { Deps } from '../kernel/deps.js'
import { depsOf } from '../kernel/deps-of-tap.js'
import type { Provers } from '../ports/prover.js'
import type { ReviewNotifier } from '../ports/review-notifier.js'
import type { Requests } from './api.js'
import type { RequestDeps } from './kernel/deps.js'
import { checkRequestRules } from './model/check-rules.js'
import type { RequestRules } from './model/rules.js'
import { approveRequest } from './verbs/approve.js'
import { cancelRequest } from './verbs/cancel.js'
import { collectRequest } from './verbs/collect.js'
import { denyRequest } from './verbs/deny.js'
import { editRequest } from './verbs/edit.js'
import { getRequest } from './verbs/get.js'
import { listRequests } from './verbs/list.js'
import { maintainRequests } from './verbs/maintain.js'
import { openRequest } from './verbs/open.js'
import { proveRequest } from './verbs/prove.js'
import { startReviewCall } from './verbs/start-call.js'
import { statusOfRequest } from './verbs/status.js'
import { submitRequest } from './verbs/submit.js'

/** The options of {@link createRequests}. */
export interface RequestsOptions {
  /** The checks of identity that you offer. They must contain all provers of at least one set of `rules.identityProofs`. */
  readonly provers: Provers
  /**
   * The rules that differ from {@link defaultRequestRules}.
   *
   * Default: `{}`.
   */
  readonly rules?: { readonly [Name in keyof RequestRules]?: RequestRules[Name] | undefined } | undefined
  /**
   * Notifies one reviewer of one request. The library calls it after its answer, and again from `requests.maintain` until it
   * resolves.
   *
   * Default: no notices. Reviewers find requests with `requests.list`.
   */
  readonly notifyReviewer?: ReviewNotifier | undefined
}

const optionNames: { readonly [Name in keyof RequestsOptions]-?: true } = {
  provers: true,
  rules: true,
  notifyReviewer: true,
}

/**
 * Creates the self-service requests of a tap: users ask for a pass and prove who they are, and a reviewer decides.
 *
 * Requests use the store, directory, keys, policy, authorizer, events and clock of the tap. Call it once at the start, and
 * {@link Requests.forTenant} for each tenant.
 *
 * @param tap - The tap, as `createTap` of this package returns it.
 * @param options - The provers, the rules and the notifier. They are copied: later changes have no effect.
 * @returns The requests of the tap's own tenant.
 * @throws `TypeError` for an argument of the wrong type or an unknown option; `RangeError` for a rule outside its range.
 * The message names the option.
 *
 * @example
 * ```ts
 * const requests = createRequests(tap, {
 *   provers: { document, liveness },
 *   rules: { reviewDeadlineInHours: 48 },
 *   notifyReviewer: async ({ reviewer, requestId }) => mailReviewer(reviewer, requestId),
 * })
 * ```
 */
export function createRequests(tap: Tap, options: RequestsOptions): Requests {
  const deps = checkTap(tap)
  checkOptions(options)
  const { rules = {}, notifyReviewer, provers: given } = ownFields(options)
  const provers = checkProvers(given)
  return bindVerbs({ ...deps, provers, rules: checkRequestRules(rules, provers), notifyReviewer })
}

function checkTap(tap: unknown): Deps {
  const deps = depsOf(Object(tap))
  if (deps) return deps
  const hasTap = typeof tap === 'object' && tap !== null && Object.hasOwn(tap, 'tap')
  const found = hasTap ? 'an object with a property `tap`' : describeValue(tap).message
  throw new TypeError(
    `createRequests: the first argument must be a tap that createTap of this package returned, not ${found}. ` +
      'Call createRequests(tap, options).',
  )
}

function checkOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`createRequests: \`options\` must be an object, not ${describeValue(options).message}.`)
  }
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(optionNames, name)) continue
    const known = Object.keys(optionNames).join(', ')
    throw new TypeError(`createRequests: \`${name}\` is not an option. Allowed: ${known}.`)
  }
  const { notifyReviewer } = ownFields(options as Partial<RequestsOptions>) as { readonly notifyReviewer?: unknown }
  if (notifyReviewer === undefined || typeof notifyReviewer === 'function') return
  throw new TypeError(
    `createRequests: \`notifyReviewer\` must be a function, not ${describeValue(notifyReviewer).message}.`,
  )
}

function checkProvers(provers: unknown): Provers {
  if (typeof provers !== 'object' || provers === null) {
    throw new TypeError(`createRequests: \`provers\` must be an object, not ${describeValue(provers).message}.`)
  }
  for (const [name, prover] of Object.entries(provers)) {
    if (!proverNames.some((known) => known === name)) {
      throw new TypeError(`createRequests: \`provers.${name}\` is not a prover. Allowed: ${proverNames.join(', ')}.`)
    }
    if (prover !== undefined && typeof prover !== 'function') {
      throw new TypeError(
        `createRequests: \`provers.${name}\` must be a function, not ${describeValue(prover).message}.`,
      )
    }
  }
  return Object.freeze(ownFields(provers))
}

function bindVerbs(deps: RequestDeps): Requests {
  return Object.freeze({
    tenantId: deps.tenantId,
    submit: submitRequest.bind(undefined, deps),
    prove: proveRequest.bind(undefined, deps),
    edit: editRequest.bind(undefined, deps),
    status: statusOfRequest.bind(undefined, deps),
    collect: collectRequest.bind(undefined, deps),
    cancel: cancelRequest.bind(undefined, deps),
    open: openRequest.bind(undefined, deps),
    startCall: startReviewCall.bind(undefined, deps),
    approve: approveRequest.bind(undefined, deps),
    deny: denyRequest.bind(undefined, deps),
    get: getRequest.bind(undefined, deps),
    list: listRequests.bind(undefined, deps),
    maintain: maintainRequests.bind(undefined, deps),
    forTenant: (tenantId: string) => bindVerbs({ ...deps, tenantId: checkTenantId(tenantId) }),
  })
}
