import type { IssuedPass, Pass } from '../../core/pass/pass.js'
import type { Policy } from '../../core/policy/policy.js'
import { BusyError } from '../../errors.js'
import type { AuditContext, CallResult } from '../audited.js'
import type { Deps } from '../deps.js'
import { requireReadable } from '../load.js'
import type { Loaded } from '../loaded.js'
import { countIssue } from './count-issue.js'
import { deliverPass, takeBackPass } from './deliver.js'
import { createCode } from './new-code.js'
import { refuseObjections } from './objections.js'
import type { PassOrder } from './order.js'
import type { StoredPass } from './store-pass.js'
import { storePass } from './store-pass.js'

/** An approval that one pass uses up. It is used before the pass is stored, so that it never yields two passes. */
export interface SingleUseApproval {
  /** @throws {@link ApprovalUnusableError} when the approval is no longer there to use. */
  use(passId: string): Promise<UsedApproval>
}

export interface UsedApproval {
  /** Runs once the pass is stored. Never throws. */
  afterStore(): Promise<void>
  /** Runs when the pass cannot be stored or recorded. Never throws. */
  giveBack(): Promise<void>
}

/** Thrown by {@link SingleUseApproval.use}. The pass does not count against the issuing limits. */
export class ApprovalUnusableError extends Error {}

export interface IssueResult extends CallResult<Pass | IssuedPass> {
  readonly issued: IssuedPass
}

/** Issues one pass: checks, counts, creates the code, uses the approval, stores, and delivers. The only such pipeline. */
export async function issue(
  deps: Deps,
  audit: AuditContext,
  order: PassOrder,
  loaded: Loaded,
  approval: SingleUseApproval = noApproval,
): Promise<IssueResult> {
  const { user, request } = order
  const { policy } = requireReadable(loaded.policy)
  // Checked again at the write. Checked here so that a refused call neither counts nor hashes.
  refuseObjections(order, loaded, deps.ports.nowMs())
  const { restartedCount, giveBack } = await countIssue(deps, policy.issuing, order)
  const { stored, used } = await storeWithApproval(deps, order, policy, approval).catch(async (error) => {
    // These calls have changed nothing, and the caller is expected to try again.
    const isUnchanged = error instanceof BusyError && error.outcome === 'unchanged'
    if (isUnchanged || error instanceof ApprovalUnusableError) await giveBack()
    throw error
  })
  const { pass, issued, details, notice } = stored
  audit.created = { passId: pass.id, replacedPassId: details.replacedPassId }
  await used.afterStore()
  if (request.deliverTo) await deliverPass(deps, user, request.deliverTo, issued)
  return {
    value: request.deliverTo ? pass : issued,
    issued,
    event: { type: 'pass.created', details: { ...details, restartedCount } },
    undo: async () => {
      await used.giveBack()
      if (request.deliverTo) await takeBackPass(deps, user, pass.id)
    },
    notice,
  }
}

async function storeWithApproval(
  deps: Deps,
  order: PassOrder,
  policy: Policy,
  approval: SingleUseApproval,
): Promise<{ readonly stored: StoredPass; readonly used: UsedApproval }> {
  const code = await createCode(deps, policy)
  const used = await approval.use(code.passId)
  try {
    return { stored: await storePass(deps, order, code), used }
  } catch (error) {
    await used.giveBack()
    throw error
  }
}

const noApproval: SingleUseApproval = {
  use: async () => ({ afterStore: async () => undefined, giveBack: async () => undefined }),
}
