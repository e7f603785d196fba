import type { RepudiateInput, RepudiateResult } from '../api/tap.js'
import type { Repudiation, RepudiationRefusalReason } from '../core/notice/repudiation.js'
import { decodeRepudiation } from '../core/notice/repudiation.js'
import { cascade } from '../core/registration/cascade.js'
import { describeRegistration, registrationInEvent } from '../core/registration/describe.js'
import type { Registration } from '../core/registration/registration.js'
import { changed, withoutPass } from '../core/user-document/user-document.js'
import { openToken } from '../crypto/token.js'
import type { Told } from '../kernel/audited.js'
import { audited } from '../kernel/audited.js'
import { changePerson } from '../kernel/change-user.js'
import type { Decision } from '../kernel/commit.js'
import type { Deps } from '../kernel/deps.js'
import type { Loaded } from '../kernel/load.js'
import { writePerson } from '../kernel/load.js'
import type { NoticeToTell } from '../kernel/notices.js'
import { noted } from '../kernel/notices.js'
import type { DirectoryUser } from '../ports/directory.js'
import { voidStandingOf } from '../requests/kernel/change-requester.js'

/** Whatever somebody made up is refused by the token alone: no store is asked. */
export function repudiate(deps: Deps, input: RepudiateInput): Promise<RepudiateResult> {
  return audited<RepudiateResult>(deps, 'repudiate', input, async (trail) => {
    const { tenantId, ports } = deps
    const repudiation = await openRepudiation(deps, input)
    if (!repudiation) return refused('malformed')
    const { userId, incarnation, passId, untilMs } = repudiation
    trail.userId = userId
    if (ports.nowMs() >= untilMs) return refused('expired')
    const user = await ports.findUser({ user: userId, tenantId })
    if (user?.id !== userId || user.incarnation !== incarnation) return refused('userUnknown')
    const undone = await changePerson(deps, user, { decide: undo(deps, user, passId) })
    if (!undone) return refused('unreadable')
    // Last, because the pass goes first; a press that failed here is pressed again, and answers the same.
    await voidStandingOf(deps, userId)
    const { registrations, notice } = undone
    return {
      answer: { ok: true, deleted: { userId, passId, registrations } },
      event: {
        type: 'pass.deleted',
        details: { passId, registrations: registrations.map(registrationInEvent), isRepudiated: true },
      },
      notice,
    }
  })
}

interface Undone {
  readonly registrations: readonly Registration[]
  readonly notice?: NoticeToTell | undefined
}

/**
 * The document without this pass, if it is still the person's, and with what came through it marked, whatever has become
 * of the pass. Every later press finds the marks, and answers the same.
 * `undefined` where the document does not open: only an administrator overwrites one.
 */
function undo(deps: Deps, user: DirectoryUser, passId: string | undefined) {
  return (state: Loaded, commitId: string): Decision<Undone | undefined> => {
    const { document, unreadable } = state.person
    if (unreadable) return { answer: undefined }
    if (!document) return { answer: { registrations: [] } }
    const { records, isNew, ...marked } = cascade(document, passId, deps.ports.nowMs())
    const registrations = records.map((record) => describeRegistration(user.id, record))
    const isCurrent = document.pass !== undefined && document.pass.id === passId
    if (!isCurrent && !isNew) return { answer: { registrations } }
    const next = changed(document, commitId, { ...marked, ...(isCurrent && withoutPass(document)) })
    const written = isCurrent ? noted(deps, state, user, next, { kind: 'passDeleted', passId }) : { document: next }
    return { answer: { registrations, notice: written.notice }, write: writePerson(deps, state, written.document) }
  }
}

async function openRepudiation(
  { tenantId, cryptography, ports }: Deps,
  input: unknown,
): Promise<Repudiation | undefined> {
  const ring = await ports.keyRing()
  const bytes = openToken({ ring, cryptography }, 'repudiation', tenantId, readToken(input))
  return bytes && decodeRepudiation(bytes)
}

/** Read once. What a stranger sends is a refusal, and no mistake of the host's. */
function readToken(input: unknown): unknown {
  try {
    return Reflect.get(Object(input), 'token')
  } catch {
    return undefined
  }
}

/** One answer for every cause: the cause is in the event. */
function refused(reason: RepudiationRefusalReason): Told<RepudiateResult> {
  return { answer: { ok: false }, event: { type: 'repudiation.refused', details: { reason } } }
}
