import type { Tap } from '../api/tap.js'
import { checkTenantId } from '../check-tap-options.js'
import { proverNames } from '../core/event/request-vocabulary.js'
import { depsOf } from '../kernel/deps-of-tap.js'
import type { Provers } from '../ports/prover.js'
import type { ReviewNotifier } from '../ports/review-notifier.js'
import type { Requests } from './api.js'
import type { RequestDeps } from './kernel/deps.js'
import type { RequestRules } from './model/rules.js'
import { checkRequestRules } from './model/rules.js'
import { collectRequest } from './verbs/collect.js'
import { maintainRequests } from './verbs/maintain.js'
import { openRequest } from './verbs/open.js'
import { proveRequest } from './verbs/prove.js'
import { getRequest, listRequests } from './verbs/read.js'
import { cancelRequest, editRequest, statusOfRequest } from './verbs/requester.js'
import { approveRequest, denyRequest, startReviewCall } from './verbs/review.js'
import { submitRequest } from './verbs/submit.js'

/** What {@link createRequests} is built from. */
export interface RequestsOptions {
  /** At least one set of `rules.identityProofs` must be among them. */
  readonly provers: Provers
  /** What you leave out is as in {@link defaultRequestRules}. */
  readonly rules?: { readonly [Name in keyof RequestRules]?: RequestRules[Name] | undefined } | undefined
  /** Tells reviewers that somebody waits. Left out, they have to look into their inboxes. */
  readonly notifyReviewer?: ReviewNotifier | undefined
}

const names: { readonly [Name in keyof RequestsOptions]-?: true } = {
  provers: true,
  rules: true,
  notifyReviewer: true,
}

/**
 * Builds self-service requests on a tap: people ask, prove who they are, and a reviewer decides.
 *
 * @throws `TypeError` or `RangeError` naming the option, for what a programmer gave wrongly.
 *
 * @example
 * ```ts
 * const requests = createRequests(tap, { provers: { document, liveness } })
 * ```
 */
export function createRequests(tap: Tap, options: RequestsOptions): Requests {
  const deps = depsOf(Object(tap))
  if (!deps) throw new TypeError('createRequests: "tap" must be one that createTap of this package built')
  if (typeof options !== 'object' || options === null) throw new TypeError('createRequests: options must be an object')
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(names, name)) throw new TypeError(`createRequests: "${name}" is not a known option`)
  }
  const { notifyReviewer } = options
  if (notifyReviewer !== undefined && typeof notifyReviewer !== 'function') {
    throw new TypeError('createRequests: "notifyReviewer" must be a function')
  }
  const provers = checkProvers(options.provers)
  return bindVerbs({ ...deps, provers, rules: checkRequestRules(options.rules ?? {}, provers), notifyReviewer })
}

function checkProvers(provers: unknown): Provers {
  if (typeof provers !== 'object' || provers === null)
    throw new TypeError('createRequests: "provers" must be an object')
  for (const [name, prover] of Object.entries(provers)) {
    if (!proverNames.some((known) => known === name)) {
      throw new TypeError(`createRequests: "provers.${name}" is not one of ${proverNames.join(', ')}`)
    }
    if (prover !== undefined && typeof prover !== 'function') {
      throw new TypeError(`createRequests: "provers.${name}" must be a function`)
    }
  }
  return Object.freeze({ ...provers })
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
