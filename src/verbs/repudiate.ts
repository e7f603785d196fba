import type { RepudiateInput, RepudiateResult } from '../api/tap.js'
import type { Repudiation, RepudiationRefusalReason } from '../core/notice/repudiation.js'
import { decodeRepudiation } from '../core/notice/repudiation.js'
import { cascade } from '../core/registration/cascade.js'
import { describeRegistration, registrationInEvent } from '../core/registration/describe.js'
import type { Registration } from '../core/registration/registration.js'
import type { UserDocument } from '../core/user-document/user-document.js'
import { changed, withoutPass } from '../core/user-document/user-document.js'
import { openToken } from '../crypto/token.js'
import type { CallResult } from '../kernel/audited.js'
import { audited } from '../kernel/audited.js'
import { changeUser } from '../kernel/change-user.js'
import type { Decision } from '../kernel/decision.js'
import type { Deps } from '../kernel/deps.js'
import { findUser } from '../kernel/find-user.js'
import { publicInputParser } from '../kernel/input-parser.js'
import { writeUser } from '../kernel/load.js'
import type { Loaded } from '../kernel/loaded.js'
import type { NoticeToDeliver } from '../kernel/notices.js'
import { withNotice } from '../kernel/notices.js'
import type { DirectoryUser } from '../ports/directory.js'

const { readClient, readHost } = publicInputParser({}, ['token'])

/** Refuses a forged token before any document is read. */
export function repudiate(deps: Deps, input: RepudiateInput): Promise<RepudiateResult> {
  return audited<RepudiateResult>(deps, 'repudiate', input, async (audit) => {
    const { ports } = deps
    readHost(input)
    const repudiation = await openRepudiation(deps, readClient(input).token)
    if (!repudiation) return refused('malformed')
    const { userId, incarnation, passId, untilMs } = repudiation
    audit.userId = userId
    if (ports.nowMs() >= untilMs) return refused('expired')
    const user = await findUser(deps, audit, userId)
    if (user?.id !== userId || user.incarnation !== incarnation) return refused('userUnknown')
    const removed = await changeUser(deps, user, { decide: removePass(deps, user, passId) })
    if (!removed) return refused('unreadable')
    const { registrations, notice } = removed
    return {
      value: { ok: true, deleted: { userId, passId, registrations } },
      event: {
        type: 'pass.deleted',
        details: { passId, registrations: registrations.map(registrationInEvent), isRepudiated: true },
      },
      notice,
    }
  })
}

interface RemovedPass {
  readonly registrations: readonly Registration[]
  readonly notice?: NoticeToDeliver | undefined
}

/**
 * Returns the change that deletes this pass, if the user still has it, and marks the credentials registered with it. Every
 * later call finds the marks and returns the same credentials. `undefined`: the document is unreadable, and only an
 * administrator may overwrite it.
 */
function removePass(deps: Deps, user: DirectoryUser, passId: string | undefined) {
  return (state: Loaded, commitId: string): Decision<RemovedPass | undefined> => {
    const { document, unreadable } = state.loadedUser
    if (unreadable) return { value: undefined, restsOnRead: 'refusal' }
    if (!document) return { value: { registrations: [] } }
    const nowMs = deps.ports.nowMs()
    const { records, registrations: marked, isNew } = cascade(document, passId, nowMs)
    const registrations = records.map((record) => describeRegistration(user.id, record))
    const isCurrent = document.pass !== undefined && document.pass.id === passId
    if (!isCurrent && !isNew && document.repudiatedPassId === passId) return { value: { registrations } }
    const next = changed(document, commitId, {
      registrations: marked,
      repudiatedPassId: passId,
      repudiatedAtMs: repudiationInstantMs(document, isCurrent, nowMs),
      ...(isCurrent && withoutPass(document)),
    })
    const written = isCurrent
      ? withNotice(deps, state, user, next, { kind: 'passDeleted', passId })
      : { document: next }
    return { value: { registrations, notice: written.notice }, write: writeUser(deps, state, written.document) }
  }
}

/** Not before the pass was created, even if the clock has stepped back: the proof that led to the pass is older. */
function repudiationInstantMs({ pass, repudiatedAtMs = 0 }: UserDocument, isCurrent: boolean, nowMs: number): number {
  return Math.max(nowMs, repudiatedAtMs, isCurrent ? (pass?.createdAtMs ?? 0) : 0)
}

async function openRepudiation(
  { tenantId, cryptography, ports }: Deps,
  token: unknown,
): Promise<Repudiation | undefined> {
  const ring = await ports.keyRing()
  const bytes = openToken({ ring, cryptography }, 'repudiation', tenantId, token)
  return bytes && decodeRepudiation(bytes)
}

/** The result is the same for every reason. The event has the reason. */
function refused(reason: RepudiationRefusalReason): CallResult<RepudiateResult> {
  return { value: { ok: false }, event: { type: 'repudiation.refused', details: { reason } } }
}
