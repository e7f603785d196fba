import type { Actor } from '../../access/actor.js'
import { missingStepUp } from '../../access/step-up.js'
import { drawCode } from '../../code/draw.js'
import { displayCode } from '../../code/format.js'
import type { Scheme, Verifier } from '../../crypto/verifier.js'
import { hashCode, isSlow, schemeFor } from '../../crypto/verifier.js'
import {
  BusyError,
  ConflictError,
  isTapError,
  NotAuthorizedError,
  PolicyViolationError,
  PortFailedError,
  StepUpRequiredError,
} from '../../errors.js'
import type { EventDetails } from '../../event/event.js'
import { endWait } from '../../lockout/lockout.js'
import type { PassRequest } from '../../pass/create.js'
import { newPass, objectionsToPass, objectionToInheritance } from '../../pass/create.js'
import { describePass } from '../../pass/describe.js'
import { issuedPass } from '../../pass/issued-pass.js'
import type { IssuedPass, Pass } from '../../pass/pass.js'
import type { AlphabetName, Policy } from '../../policy/policy.js'
import type { DirectoryUser } from '../../ports/directory.js'
import { changed } from '../../user-document/user-document.js'
import { audited } from '../audited.js'
import { askOnUser } from '../caller.js'
import { changePerson } from '../change-person.js'
import type { Deps } from '../deps.js'
import { drawGuid } from '../draw-id.js'
import type { Loaded } from '../load.js'
import { documentOrEmpty, load, readable, writePerson } from '../load.js'
import type { NoticeToTell } from '../notify.js'
import { noted } from '../notify.js'
import { countIssue } from './count-issue.js'
import { deliverPass, takeBackPass } from './deliver.js'
import { parseCreatePass } from './parse.js'
import type { CreatePassInput, DeliverPassInput, PassVerbs } from './types.js'

/** `tap.passes.create`, for one tenant. */
export function passCreator(deps: Deps): PassVerbs['create'] {
  function create(input: DeliverPassInput): Promise<Pass>
  function create(input: CreatePassInput): Promise<IssuedPass>
  function create(input: CreatePassInput | DeliverPassInput): Promise<Pass | IssuedPass>
  function create(input: CreatePassInput | DeliverPassInput): Promise<Pass | IssuedPass> {
    return createPass(deps, input)
  }
  return create
}

function createPass(deps: Deps, input: CreatePassInput | DeliverPassInput): Promise<Pass | IssuedPass> {
  return audited(deps, 'passes.create', input, async (trail) => {
    const { actor, user: name, request } = parseCreatePass(input, { hasDeliverer: deps.ports.deliver !== undefined })
    const { user, isSelf, actor: caller } = await askOnUser(deps, trail, 'passes.create', { actor, user: name })
    const order: Order = { actor, user, isSelf, request }
    const loaded = await load(deps, user)
    const { policy } = readable(loaded.policy)
    // Asked again at the write; asked here, so that what is refused is not counted and costs no hash.
    refuseObjections(policy, order, inheritedBy(order, loaded), deps.ports.nowMs())
    const { restartedCount, giveBack } = await countIssue(deps, policy.issuing, { actor: caller, userId: user.id })
    const { pass, code, details, notice } = await issue(deps, order, policy).catch(async (error) => {
      // Whoever was too busy has changed nothing, and is asked to try again.
      if (error instanceof BusyError) await giveBack()
      throw error
    })
    const issued = issuedPass(pass, code)
    trail.made = { passId: pass.id, replacedPassId: details.replacedPassId }
    if (request.deliverTo) await deliverPass(deps, user, request.deliverTo, issued)
    return {
      answer: request.deliverTo ? pass : issued,
      event: { type: 'pass.created', details: { ...details, restartedCount } },
      undo: request.deliverTo && (() => takeBackPass(deps, user, pass.id)),
      notice,
    }
  })
}

interface Issued {
  readonly pass: Pass
  /** As it is shown. */
  readonly code: string
  readonly details: EventDetails['pass.created']
  readonly notice: NoticeToTell | undefined
}

async function issue(deps: Deps, order: Order, policy: Policy): Promise<Issued> {
  const code = await makeCode(deps, policy)
  const issued = await changePerson(deps, order.user, {
    decide: replacePass(deps, order, code),
    confirm: refuseUnlessCurrent(code.passId),
  })
  return { ...issued, code: displayCode(code.text, code.alphabet) }
}

/** Who asks for what for whom, as the directory knows them. */
interface Order {
  readonly actor: Actor
  readonly user: DirectoryUser
  readonly isSelf: boolean
  readonly request: PassRequest
}

interface Code {
  readonly passId: string
  readonly text: string
  readonly alphabet: AlphabetName
  readonly scheme: Scheme
  readonly verifier: Verifier
}

async function makeCode({ ports, cryptography, admission }: Deps, policy: Policy): Promise<Code> {
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
function replacePass(deps: Deps, order: Order, code: Code) {
  const { user, isSelf, request } = order
  const { passId, alphabet, scheme, verifier } = code
  return (state: Loaded, commitId: string) => {
    const { person } = state
    const { policy } = readable(state.policy)
    const nowMs = deps.ports.nowMs()
    const inherited = inheritedBy(order, state)
    refuseObjections(policy, order, inherited, nowMs)
    const before = documentOrEmpty(person, user)
    const pass = newPass(policy, request, { id: passId, alphabet, scheme, nowMs, wrongCodes: inherited })
    const wrongCodes = isSelf ? before.wrongCodes : endWait(before.wrongCodes)
    const next = changed(before, commitId, { pass, wrongCodes, wrongCodesOnDeletedPass: undefined })
    const { document, notice } = noted(deps, state, user, next, { kind: 'passCreated', passId })
    const details: EventDetails['pass.created'] = {
      passId,
      replacedPassId: before.pass?.id,
      startDateTime: new Date(pass.startAtMs),
      endDateTime: new Date(pass.endAtMs),
      isUsableOnce: pass.isUsableOnce,
      deliveredTo: request.deliverTo,
      justification: request.justification,
      ticket: request.ticket,
      overwrote: person.unreadable,
    }
    const answer = { pass: describePass(user.id, pass, { wrongCodes, policy, user, nowMs }), details, notice }
    return { answer, write: writePerson(deps, state, document, verifier) }
  }
}

/** After a lost answer: a code is told only while it opens something. */
function refuseUnlessCurrent(passId: string) {
  return ({ person }: Loaded): void => {
    if (person.document?.pass?.id !== passId) throw new ConflictError()
  }
}

/**
 * Wrong codes that the new pass begins with. A guesser shall not get a fresh budget from the one who is guessed at, nor
 * by spoiling what is stored. @throws {@link TamperedError}
 */
function inheritedBy({ isSelf }: Order, { person }: Pick<Loaded, 'person'>): number {
  if (!isSelf) return 0
  const { document } = readable(person)
  return document?.pass?.wrongCodes ?? document?.wrongCodesOnDeletedPass ?? 0
}

function refuseObjections(
  policy: Policy,
  { actor, user, isSelf, request }: Order,
  inherited: number,
  nowMs: number,
): void {
  if (isSelf && !policy.issuing.isSelfIssueAllowed) throw new NotAuthorizedError('passes.create')
  const stepUp = missingStepUp(policy.issuing, actor, nowMs)
  if (stepUp) throw new StepUpRequiredError(stepUp)
  const objection = objectionToInheritance(policy, inherited)
  const objections = [...objectionsToPass(policy, user, request, nowMs), ...(objection ? [objection] : [])]
  if (objections.length > 0) throw new PolicyViolationError(objections)
}
