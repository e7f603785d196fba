import { foldName, requesterId } from '../../core/documents/requester-key.js'
import type { DecoyReason } from '../../core/event/request-vocabulary.js'
import type { Policy } from '../../core/policy/policy.js'
import { isInScope } from '../../core/policy/scope.js'
import type { AuditContext } from '../../kernel/audited.js'
import { audited } from '../../kernel/audited.js'
import { drawGuid } from '../../kernel/draw-id.js'
import { findUser } from '../../kernel/find-user.js'
import type { DirectoryUser } from '../../ports/directory.js'
import type { SubmitInput, SubmitResult } from '../inputs.js'
import { changeRequest } from '../kernel/change-request.js'
import { loadRequester } from '../kernel/change-requester.js'
import type { RequestDeps } from '../kernel/deps.js'
import type { TypedRequest } from '../kernel/input.js'
import { readSubmit } from '../kernel/input.js'
import type { TransitionOutcome } from '../kernel/transition.js'
import { acceptedResult, refusedResult, transitionResult } from '../kernel/transition.js'
import type { RequestRecord } from '../model/request.js'
import { refOf, requesterActor } from '../model/request.js'
import { isLocked } from '../model/requester.js'
import { proofDueAtMs } from '../model/transitions/await-review.js'

/**
 * Takes the same steps for every requester: an unknown user, and a user who may not have a pass, get a request that never
 * leads to a pass.
 */
export function submitRequest(deps: RequestDeps, input: SubmitInput): Promise<SubmitResult> {
  return audited<SubmitResult>(deps, 'requests.submit', input, async (audit) => {
    const { typed, clientBinding } = readSubmit(input, deps.tenantId)
    const requestId = typed && drawGuid(deps.ports.randomBytes)
    const outcome = requestId ? await submit(deps, audit, { requestId, typed, clientBinding }) : refusal('malformed')
    const { event } = transitionResult(audit, 'submit', { requestId }, outcome)
    const { result } = outcome
    return { event, value: result.ok ? { ...acceptedResult(result.next), requestId: result.next.id } : refusedResult() }
  })
}

async function submit(
  deps: RequestDeps,
  audit: AuditContext,
  {
    requestId,
    typed,
    clientBinding,
  }: { readonly requestId: string; readonly typed: TypedRequest; readonly clientBinding: string },
): Promise<TransitionOutcome> {
  const found = await findUser(deps, audit, typed.user)
  const { employeeId, contact } = typed
  const known = found !== undefined && isRightEmployeeId(found, employeeId) ? found : undefined
  // A wrong employee id counts against what was typed, so that an attacker cannot lock out the user.
  const id = known ? requesterId({ userId: known.id }) : requesterId({ name: found?.id ?? typed.user, employeeId })
  return changeRequest(deps, requestId, {
    readFacts: () => loadRequester(deps, { requesterId: id, user: known && refOf(known) }),
    decide: ({ policy }, requester, nowMs) => {
      audit.userId = known?.id
      if (isLocked(requester, nowMs)) return { value: refusal('locked'), restsOnRead: 'refusal' }
      const decoy = decoyReason(policy.unreadable ? undefined : policy.policy, found, known)
      const user = known && !decoy ? refOf(known) : undefined
      const next = newRequest(deps, { id: requestId, user, decoy, requesterId: id, clientBinding, contact }, nowMs)
      return { value: { result: { ok: true, next } }, next }
    },
  })
}

function newRequest(
  { rules }: RequestDeps,
  submitted: Pick<RequestRecord, 'id' | 'user' | 'decoy' | 'requesterId' | 'clientBinding' | 'contact'>,
  nowMs: number,
): RequestRecord {
  return {
    ...submitted,
    state: 'submitted',
    createdAtMs: nowMs,
    dueAtMs: proofDueAtMs({ createdAtMs: nowMs }, rules),
    proofs: [],
    approvals: [],
    notified: [],
    history: [{ transition: 'submit', state: 'submitted', atMs: nowMs, by: requesterActor(submitted) }],
    commitIds: [],
  }
}

/** Returns `undefined` for a known user who may have a pass. */
function decoyReason(
  policy: Policy | undefined,
  found: DirectoryUser | undefined,
  known: DirectoryUser | undefined,
): DecoyReason | undefined {
  if (!found) return 'unknownUser'
  if (!known) return 'wrongEmployeeId'
  if (!known.isEnabled) return 'userDisabled'
  if (known.type === 'externalGuest') return 'externalGuest'
  if (!policy || policy.state === 'disabled') return 'disabled'
  return isInScope(policy, known) ? undefined : 'outOfScope'
}

function isRightEmployeeId({ employeeId }: DirectoryUser, typed: string): boolean {
  const folded = foldName(employeeId ?? '')
  return folded !== '' && folded === foldName(typed)
}

function refusal(reason: 'malformed' | 'locked'): TransitionOutcome {
  return { result: { ok: false, reason } }
}
