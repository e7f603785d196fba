import type { Policy } from '../../core/policy/policy.js'
import { isInScope } from '../../core/policy/scope.js'
import type { Trail } from '../../kernel/audited.js'
import { audited } from '../../kernel/audited.js'
import { drawGuid } from '../../kernel/draw-id.js'
import type { DirectoryUser } from '../../ports/directory.js'
import type { SubmitInput, SubmitResult } from '../api.js'
import { changeRequest } from '../kernel/change-request.js'
import { loadStanding } from '../kernel/change-requester.js'
import type { RequestDeps } from '../kernel/deps.js'
import type { TypedRequest } from '../kernel/input.js'
import { readSubmit } from '../kernel/input.js'
import type { Outcome } from '../kernel/transition.js'
import { accepted, told } from '../kernel/transition.js'
import type { DecoyReason, RequestRecord } from '../model/request.js'
import { refOf } from '../model/request.js'
import { folded, isLocked, standingId } from '../model/requester.js'
import { proveUntil } from '../model/transitions.js'

/**
 * The same steps for everybody. A name that nobody bears, and one whose owner may not have a pass, get a request as well: it
 * goes the same way, and leads nowhere.
 */
export function submitRequest(deps: RequestDeps, input: SubmitInput): Promise<SubmitResult> {
  return audited<SubmitResult>(deps, 'requests.submit', input, async (trail) => {
    const { typed, clientBinding } = readSubmit(input, deps.tenantId)
    if (!typed)
      return { ...told(trail, 'submit', { requestId: undefined }, refusal('malformed')), answer: { ok: false } }
    const requestId = drawGuid(deps.ports.randomBytes)
    const outcome = await create(deps, trail, requestId, typed, clientBinding)
    const { judged } = outcome
    return {
      ...told(trail, 'submit', { requestId }, outcome),
      answer: judged.ok ? { ...accepted(judged.next), requestId } : { ok: false },
    }
  })
}

async function create(
  deps: RequestDeps,
  trail: Trail,
  requestId: string,
  typed: TypedRequest,
  clientBinding: string,
): Promise<Outcome> {
  const user = await deps.ports.findUser({ user: typed.user, tenantId: deps.tenantId })
  const isKnown = user !== undefined && isRightEmployeeId(user, typed.employeeId)
  const { employeeId } = typed
  // A stranger with a wrong number must not lock out the person: what is counted is counted against the guess.
  const asks = isKnown ? standingId({ userId: user.id }) : standingId({ name: user?.id ?? typed.user, employeeId })
  return changeRequest(deps, requestId, {
    learn: () => loadStanding(deps, asks),
    decide: ({ policy }, standing, nowMs) => {
      trail.userId = isKnown ? user.id : undefined
      if (isLocked(standing, nowMs)) return { answer: refusal('locked') }
      const decoy = decoyReason(policy.unreadable ? undefined : policy.policy, user, isKnown)
      const person = isKnown && !decoy ? refOf(user) : undefined
      const next = newRequest(deps, { requestId, person, decoy, asks, clientBinding, contact: typed.contact }, nowMs)
      return { answer: { judged: { ok: true, next } }, next }
    },
  })
}

function newRequest(
  { rules }: RequestDeps,
  of: {
    readonly requestId: string
    readonly person: RequestRecord['person']
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
    person,
    decoy,
    standingId: asks,
    clientBinding,
    contact,
    state: 'submitted',
    createdAtMs: nowMs,
    dueAtMs: proveUntil({ createdAtMs: nowMs }, rules),
    proofs: [],
    approvals: [],
    told: [],
    history: [{ move: 'submit', state: 'submitted', atMs: nowMs, by }],
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
  return employeeId !== undefined && employeeId.trim() !== '' && folded(employeeId) === folded(typed)
}

function refusal(reason: 'malformed' | 'locked'): Outcome {
  return { judged: { ok: false, reason } }
}
