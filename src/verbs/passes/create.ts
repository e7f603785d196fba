import { drawCode } from '../../code/draw.js'
import { displayCode } from '../../code/format.js'
import type { Scheme, Verifier } from '../../crypto/verifier.js'
import { hashCode, isSlow, schemeFor } from '../../crypto/verifier.js'
import { ConflictError, isTapError, PolicyViolationError, PortFailedError } from '../../errors.js'
import type { EventDetails } from '../../event/event.js'
import { endWait } from '../../lockout/lockout.js'
import type { PassWishes } from '../../pass/create.js'
import { newPass, objectionsToPass } from '../../pass/create.js'
import { describePass } from '../../pass/describe.js'
import { issuedPass } from '../../pass/issued-pass.js'
import type { IssuedPass } from '../../pass/pass.js'
import type { AlphabetName, Policy } from '../../policy/policy.js'
import type { DirectoryUser } from '../../ports/directory.js'
import { changed } from '../../user-document/user-document.js'
import { audited } from '../audited.js'
import { authorizeOnUser } from '../caller.js'
import { changePerson } from '../change-person.js'
import type { Deps } from '../deps.js'
import { drawGuid } from '../draw-id.js'
import type { Loaded } from '../load.js'
import { documentOrEmpty, load, readable, writePerson } from '../load.js'
import { parseCreatePass } from './parse.js'
import type { CreatePassInput } from './types.js'

export function createPass(deps: Deps, input: CreatePassInput): Promise<IssuedPass> {
  return audited(deps, 'passes.create', input, async (trail) => {
    const { actor, user: name, wishes } = parseCreatePass(input)
    const user = await authorizeOnUser(deps, trail, 'passes.create', { actor, user: name })
    const { policy } = await load(deps, user)
    // Asked again at the write; asked here, so that what is refused costs no hash.
    refuseObjections(readable(policy).policy, user, wishes, deps.ports.nowMs())
    const code = await makeCode(deps, policy.policy)
    const { pass, details } = await changePerson(deps, user, {
      decide: replacePass(deps, user, wishes, code),
      confirm: refuseUnlessCurrent(code.passId),
    })
    return { answer: issuedPass(pass, displayCode(code.text, code.alphabet)), event: { type: 'pass.created', details } }
  })
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
function replacePass(deps: Deps, user: DirectoryUser, wishes: PassWishes, code: Code) {
  const { passId, alphabet, scheme, verifier } = code
  return (state: Loaded, commitId: string) => {
    const { person } = state
    const { policy } = readable(state.policy)
    const nowMs = deps.ports.nowMs()
    refuseObjections(policy, user, wishes, nowMs)
    const before = documentOrEmpty(person, user)
    const pass = newPass(policy, wishes, { id: passId, alphabet, scheme, nowMs })
    const wrongCodes = endWait(before.wrongCodes)
    const document = changed(before, commitId, { pass, wrongCodes })
    const details: EventDetails['pass.created'] = {
      passId,
      replacedPassId: before.pass?.id,
      startDateTime: new Date(pass.startAtMs),
      endDateTime: new Date(pass.endAtMs),
      isUsableOnce: pass.isUsableOnce,
      overwrote: person.unreadable,
    }
    const answer = { pass: describePass(user.id, pass, { wrongCodes, policy, user, nowMs }), details }
    return { answer, write: writePerson(deps, state, document, verifier) }
  }
}

/** After a lost answer: a code is told only while it opens something. */
function refuseUnlessCurrent(passId: string) {
  return ({ person }: Loaded): void => {
    if (person.document?.pass?.id !== passId) throw new ConflictError()
  }
}

function refuseObjections(policy: Policy, user: DirectoryUser, wishes: PassWishes, nowMs: number): void {
  const objections = objectionsToPass(policy, user, wishes, nowMs)
  if (objections.length > 0) throw new PolicyViolationError(objections)
}
