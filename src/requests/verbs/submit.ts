import { foldName, requesterId } from '../../core/documents/requester-key.js'
import type { DecoyReason } from '../../core/event/request-vocabulary.js'
import type { Policy } from '../../core/policy/policy.js'
import { isInScope } from '../../core/policy/scope.js'
import type { AuditContext } from '../../kernel/audited.js'
import { audited } from '../../kernel/audited.js'
import { drawGuid } from '../../kernel/draw-id.js'
import type { DirectoryUser } from '../../ports/directory.js'
import type { SubmitInput, SubmitResult } from '../api.js'
import { changeRequest } from '../kernel/change-request.js'
import { loadRequester } from '../kernel/change-requester.js'
import type { RequestDeps } from '../kernel/deps.js'
import type { TypedRequest } from '../kernel/input.js'
import { readSubmit } from '../kernel/input.js'
import type { TransitionOutcome } from '../kernel/transition.js'
import { acceptedResult, refusedResult, transitionResult } from '../kernel/transition.js'
import type { RequestRecord } from '../model/request.js'
import { refOf } from '../model/request.js'
import { isLocked } from '../model/requester.js'
import { proveUntil } from '../model/transitions.js'

/**
 * The same steps for everybody. A name that nobody bears, and one whose owner may not have a pass, get a request as well: it
 * goes the same way, and leads nowhere.
 */
export function submitRequest(deps: RequestDeps, input: SubmitInput): Promise<SubmitResult> {
  return audited<SubmitResult>(deps, 'requests.submit', input, async (audit) => {
    const { typed, clientBinding } = readSubmit(input, deps.tenantId)
    if (!typed)
      return {
        ...transitionResult(audit, 'submit', { requestId: undefined }, refusal('malformed')),
        value: refusedResult(),
      }
    const requestId = drawGuid(deps.ports.randomBytes)
    const outcome = await create(deps, audit, requestId, typed, clientBinding)
    const { result } = outcome
    return {
      ...transitionResult(audit, 'submit', { requestId }, outcome),
      value: result.ok ? { ...acceptedResult(result.next), requestId } : refusedResult(),
    }
  })
}

async function create(
  deps: RequestDeps,
  audit: AuditContext,
  requestId: string,
  typed: TypedRequest,
  clientBinding: string,
): Promise<TransitionOutcome> {
  const user = await deps.ports.findUser({ user: typed.user, tenantId: deps.tenantId })
  const isKnown = user !== undefined && isRightEmployeeId(user, typed.employeeId)
  const { employeeId } = typed
  // A stranger with a wrong number must not lock out the person: what is counted is counted against the guess.
  const asks = isKnown ? requesterId({ userId: user.id }) : requesterId({ name: user?.id ?? typed.user, employeeId })
  return changeRequest(deps, requestId, {
    readFacts: () => loadRequester(deps, { requesterId: asks, user: isKnown ? refOf(user) : undefined }),
    decide: ({ policy }, requester, nowMs) => {
      audit.userId = isKnown ? user.id : undefined
      if (isLocked(requester, nowMs)) return { value: refusal('locked') }
      const decoy = decoyReason(policy.unreadable ? undefined : policy.policy, user, isKnown)
      const person = isKnown && !decoy ? refOf(user) : undefined
      const next = newRequest(deps, { requestId, person, decoy, asks, clientBinding, contact: typed.contact }, nowMs)
      return { value: { result: { ok: true, next } }, next }
    },
  })
}

function newRequest(
  { rules }: RequestDeps,
  of: {
    readonly requestId: string
    readonly person: RequestRecord['user']
    readonly decoy: DecoyReason | undefined
    readonly asks: string
    readonly clientBinding: string
    readonly contact: string | undefined
  },
  nowMs: number,
): RequestRecord {
  const { requestId: id, person, decoy, asks, clientBinding, contact } = of
  const by = { kind: 'requester', id: person?.id ?? '' } as const
  return {
    id,
    user: person,
    decoy,
    requesterId: asks,
    clientBinding,
    contact,
    state: 'submitted',
    createdAtMs: nowMs,
    dueAtMs: proveUntil({ createdAtMs: nowMs }, rules),
    proofs: [],
    approvals: [],
    notified: [],
    history: [{ transition: 'submit', state: 'submitted', atMs: nowMs, by }],
    commitIds: [],
  }
}

/** `undefined`: the person exists, has said who they are, and may have a pass. */
function decoyReason(
  policy: Policy | undefined,
  user: DirectoryUser | undefined,
  isKnown: boolean,
): DecoyReason | undefined {
  if (!user) return 'unknownUser'
  if (!isKnown) return 'wrongEmployeeId'
  if (!user.isEnabled) return 'userDisabled'
  if (user.type === 'externalGuest') return 'externalGuest'
  if (!policy || policy.state === 'disabled') return 'disabled'
  return isInScope(policy, user) ? undefined : 'outOfScope'
}

function isRightEmployeeId({ employeeId }: DirectoryUser, typed: string): boolean {
  return employeeId !== undefined && employeeId.trim() !== '' && foldName(employeeId) === foldName(typed)
}

function refusal(reason: 'malformed' | 'locked'): TransitionOutcome {
  return { result: { ok: false, reason } }
}
