import { displayCode } from '../../core/code/format.js'
import type { EventDetails } from '../../core/event/event.js'
import { endLockout } from '../../core/lockout/lockout.js'
import { newPass } from '../../core/pass/create.js'
import { describePass } from '../../core/pass/describe.js'
import { issuedPass } from '../../core/pass/issued-pass.js'
import type { IssuedPass, Pass } from '../../core/pass/pass.js'
import type { PassRecord } from '../../core/pass/record.js'
import { isSettled, withIssuedFor } from '../../core/user-document/issued-for.js'
import { changed } from '../../core/user-document/user-document.js'
import { ConflictError } from '../../errors.js'
import { changeUser } from '../change-user.js'
import type { Decision } from '../decision.js'
import type { Deps } from '../deps.js'
import { documentOrEmpty, requireReadable, writeUser } from '../load.js'
import type { Loaded } from '../loaded.js'
import type { NoticeToDeliver } from '../notices.js'
import { withNotice } from '../notices.js'
import type { NewCode } from './new-code.js'
import { inheritedWrongCodes, refuseObjections } from './objections.js'
import type { PassOrder } from './order.js'

export interface StoredPass {
  readonly pass: Pass
  /** The same pass with its code. */
  readonly issued: IssuedPass
  readonly details: EventDetails['pass.created']
  readonly notice: NoticeToDeliver | undefined
}

/** Replaces the user's pass, if there is one, in a single write. */
export async function storePass(deps: Deps, order: PassOrder, code: NewCode): Promise<StoredPass> {
  const stored = await changeUser(deps, order.user, {
    decide: replacePass(deps, order, code),
    confirm: refuseUnlessCurrent(code.passId),
  })
  return { ...stored, issued: issuedPass(stored.pass, displayCode(code.text, code.alphabet)) }
}

function replacePass(deps: Deps, order: PassOrder, code: NewCode) {
  const { user, isForSelf, request, idempotencyKey: key } = order
  const { passId, alphabet, scheme, verifier } = code
  return (state: Loaded, commitId: string): Decision<Omit<StoredPass, 'issued'>> => {
    const { policy } = requireReadable(state.policy)
    const nowMs = deps.ports.nowMs()
    refuseObjections(order, state, nowMs)
    const before = documentOrEmpty(state.loadedUser, user)
    // Another process has issued for the same row since this one read the document.
    if (key !== undefined && isSettled(before, key)) throw new ConflictError()
    const issuedFor = key === undefined ? undefined : withIssuedFor(before, key, passId)
    const inherited = inheritedWrongCodes(order, state)
    const pass = newPass(policy, request, { id: passId, alphabet, scheme, nowMs, wrongCodes: inherited })
    const wrongCodes = isForSelf ? before.wrongCodes : endLockout(before.wrongCodes)
    const next = changed(before, commitId, { pass, wrongCodes, wrongCodesOnDeletedPass: undefined, ...issuedFor })
    const { document, notice } = withNotice(deps, state, user, next, { kind: 'passCreated', passId })
    const overwrote = state.loadedUser.unreadable
    const details = { ...eventDetails(order, pass), replacedPassId: before.pass?.id, overwrote }
    const value = { pass: describePass(user.id, pass, { wrongCodes, policy, user, nowMs }), details, notice }
    return { value, write: writeUser(deps, state, document, verifier) }
  }
}

function eventDetails({ user, request, requestId }: PassOrder, pass: PassRecord): EventDetails['pass.created'] {
  return {
    passId: pass.id,
    requestId,
    startDateTime: new Date(pass.startAtMs),
    endDateTime: new Date(pass.endAtMs),
    isUsableOnce: pass.isUsableOnce,
    isUserDisabled: user.isEnabled ? undefined : true,
    deliveredTo: request.deliverTo,
    justification: request.justification,
    ticket: request.ticket,
  }
}

/** After a lost answer, another call may have replaced the pass: its code must not be returned. */
function refuseUnlessCurrent(passId: string) {
  return ({ loadedUser }: Loaded): void => {
    if (loadedUser.document?.pass?.id !== passId) throw new ConflictError()
  }
}
