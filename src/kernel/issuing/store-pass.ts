import { drawCode } from '../../core/code/draw.js'
import { displayCode } from '../../core/code/format.js'
import type { EventDetails } from '../../core/event/event.js'
import { endLockout } from '../../core/lockout/lockout.js'
import type { NewPass } from '../../core/pass/create.js'
import { newPass, objectionsToPass, objectionToInheritance } from '../../core/pass/create.js'
import { describePass } from '../../core/pass/describe.js'
import type { Pass } from '../../core/pass/pass.js'
import type { AlphabetName, Policy } from '../../core/policy/policy.js'
import { isSettled, withIssuedFor } from '../../core/user-document/issued-for.js'
import { changed } from '../../core/user-document/user-document.js'
import type { Scheme, Verifier } from '../../crypto/verifier.js'
import { hashCode, isSlow, schemeFor } from '../../crypto/verifier.js'
import { ConflictError, isTapError, PolicyViolationError, PortFailedError } from '../../errors.js'
import type { DirectoryUser } from '../../ports/directory.js'
import { changeUser } from '../change-user.js'
import type { Deps } from '../deps.js'
import { drawGuid } from '../draw-id.js'
import { documentOrEmpty, requireReadable, writeUser } from '../load.js'
import type { Loaded } from '../loaded.js'
import type { NoticeToDeliver } from '../notices.js'
import { withNotice } from '../notices.js'

/** What to issue to whom. */
export interface PassOrder {
  readonly user: DirectoryUser
  readonly request: NewPass
  /** The person's own doing: the pass goes on with the wrong codes of the one before it, and ends no wait. */
  readonly isForSelf: boolean
  /** Hashed. What was issued for it is remembered with the person. */
  readonly idempotencyKey?: string | undefined
  /** The policy as it applies to this order. @throws whatever else stands against it. */
  readonly judge: (policy: Policy, nowMs: number) => Policy
}

/** A pass that is stored, and its code. */
export interface StoredPass {
  readonly pass: Pass
  /** As it is shown. */
  readonly code: string
  readonly details: EventDetails['pass.created']
  readonly notice: NoticeToDeliver | undefined
}

/** A code that nothing was done with yet. */
export interface NewCode {
  readonly passId: string
  readonly text: string
  readonly alphabet: AlphabetName
  readonly scheme: Scheme
  readonly verifier: Verifier
}

/**
 * Asked before anything is counted or hashed, and again at the write.
 *
 * @throws {@link PolicyViolationError} with every objection.
 */
export function refuseObjections(
  order: PassOrder,
  { policy, loadedUser }: Pick<Loaded, 'policy' | 'loadedUser'>,
  nowMs: number,
): void {
  const { user, request } = order
  const applying = order.judge(requireReadable(policy).policy, nowMs)
  const objection = objectionToInheritance(applying, inheritedBy(order, { loadedUser }))
  const objections = [...objectionsToPass(applying, user, request, nowMs), ...(objection ? [objection] : [])]
  if (objections.length > 0) throw new PolicyViolationError(objections)
}

export async function createCode({ ports, cryptography, admission }: Deps, policy: Policy): Promise<NewCode> {
  const { alphabet, defaultLength } = policy
  const passId = drawGuid(ports.randomBytes)
  const text = drawText(ports, alphabet, defaultLength)
  const scheme = schemeFor(text, cryptography)
  const salt = ports.randomBytes(16)
  const work = (): Promise<Uint8Array> => hashCode(scheme, text, salt)
  const hash = await (isSlow(scheme) ? admission.issue(work) : work())
  return { passId, text, alphabet, scheme, verifier: { salt, hash } }
}

function drawText({ randomBytes }: Deps['ports'], alphabet: AlphabetName, length: number): string {
  try {
    return drawCode(randomBytes, alphabet, length)
  } catch (cause) {
    throw isTapError(cause) ? cause : new PortFailedError('randomBytes', 'draw', cause)
  }
}

/** The pass takes the place of any other, live or over, in one write. */
export async function storePass(deps: Deps, order: PassOrder, code: NewCode): Promise<StoredPass> {
  const issued = await changeUser(deps, order.user, {
    decide: replacePass(deps, order, code),
    confirm: refuseUnlessCurrent(code.passId),
  })
  return { ...issued, code: displayCode(code.text, code.alphabet) }
}

function replacePass(deps: Deps, order: PassOrder, code: NewCode) {
  const { user, isForSelf, request, idempotencyKey: key } = order
  const { passId, alphabet, scheme, verifier } = code
  return (state: Loaded, commitId: string) => {
    const { loadedUser } = state
    const { policy } = requireReadable(state.policy)
    const nowMs = deps.ports.nowMs()
    refuseObjections(order, state, nowMs)
    const before = documentOrEmpty(loadedUser, user)
    // Another process is at the same rows.
    if (key !== undefined && isSettled(before, key)) throw new ConflictError()
    const issuedFor = key === undefined ? before.issuedFor : withIssuedFor(before, key, passId)
    const inherited = inheritedBy(order, state)
    const pass = newPass(policy, request, { id: passId, alphabet, scheme, nowMs, wrongCodes: inherited })
    const wrongCodes = isForSelf ? before.wrongCodes : endLockout(before.wrongCodes)
    const next = changed(before, commitId, { pass, wrongCodes, wrongCodesOnDeletedPass: undefined, issuedFor })
    const { document, notice } = withNotice(deps, state, user, next, { kind: 'passCreated', passId })
    const details: EventDetails['pass.created'] = {
      passId,
      replacedPassId: before.pass?.id,
      startDateTime: new Date(pass.startAtMs),
      endDateTime: new Date(pass.endAtMs),
      isUsableOnce: pass.isUsableOnce,
      deliveredTo: request.deliverTo,
      justification: request.justification,
      ticket: request.ticket,
      overwrote: loadedUser.unreadable,
    }
    const value = { pass: describePass(user.id, pass, { wrongCodes, policy, user, nowMs }), details, notice }
    return { value, write: writeUser(deps, state, document, verifier) }
  }
}

/** After a lost answer: a code is told only while it opens something. */
function refuseUnlessCurrent(passId: string) {
  return ({ loadedUser }: Loaded): void => {
    if (loadedUser.document?.pass?.id !== passId) throw new ConflictError()
  }
}

/**
 * Wrong codes that the new pass begins with. A guesser shall not get a fresh budget from the one who is guessed at, nor
 * by spoiling what is stored. @throws {@link UnreadableDocumentError}
 */
function inheritedBy({ isForSelf }: PassOrder, { loadedUser }: Pick<Loaded, 'loadedUser'>): number {
  if (!isForSelf) return 0
  const { document } = requireReadable(loadedUser)
  return document?.pass?.wrongCodes ?? document?.wrongCodesOnDeletedPass ?? 0
}
