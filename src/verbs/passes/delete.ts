import type { DeletedPass, DeletePassInput } from '../../api/passes.js'
import { cascade } from '../../core/registration/cascade.js'
import { describeRegistration, registrationInEvent } from '../../core/registration/describe.js'
import type { Registration } from '../../core/registration/registration.js'
import { changed, withoutPass } from '../../core/user-document/user-document.js'
import type { UnreadableReason } from '../../errors.js'
import { PassNotFoundError } from '../../errors.js'
import { audited } from '../../kernel/audited.js'
import { authorizeOnUser } from '../../kernel/authorize.js'
import { changeUser } from '../../kernel/change-user.js'
import type { Decision } from '../../kernel/decision.js'
import type { Deps } from '../../kernel/deps.js'
import { parseDeletePass } from '../../kernel/issuing/input.js'
import { documentOrEmpty, writeUser } from '../../kernel/load.js'
import type { Loaded } from '../../kernel/loaded.js'
import type { NoticeToDeliver } from '../../kernel/notices.js'
import { withNotice } from '../../kernel/notices.js'
import type { DirectoryUser } from '../../ports/directory.js'

export function deletePass(deps: Deps, input: DeletePassInput): Promise<DeletedPass> {
  return audited(deps, 'passes.delete', input, async (audit) => {
    const { actor, user: identifier, ...selection } = parseDeletePass(input)
    const user = await authorizeOnUser(deps, audit, 'passes.delete', { actor, user: identifier })
    const { overwrote, notice, ...removed } = await changeUser(deps, user, {
      decide: removePass(deps, user, selection),
    })
    const registrations = removed.registrations.map(registrationInEvent)
    const details = { ...removed, registrations, isRepudiated: false, overwrote }
    return { value: { userId: user.id, ...removed }, event: { type: 'pass.deleted', details }, notice }
  })
}

interface Removed {
  readonly passId: string | undefined
  readonly registrations: readonly Registration[]
  readonly overwrote: UnreadableReason | undefined
  readonly notice: NoticeToDeliver | undefined
}

/**
 * Removes the pass and keeps the counts of wrong codes. A cascade marks the registrations of the pass and returns them, also
 * if the pass itself was deleted or replaced before: an attacker with its code may have deleted it. If the result was lost, the
 * same call with the `passId` returns the marked registrations again.
 */
function removePass(deps: Deps, user: DirectoryUser, { passId, cascade: isCascading = false }: Selection) {
  return (state: Loaded, commitId: string): Decision<Removed> => {
    const { document, unreadable } = state.loadedUser
    const pass = document?.pass
    const before = documentOrEmpty(state.loadedUser, user)
    const selectedId = passId ?? pass?.id
    const isCurrent = unreadable !== undefined || (pass !== undefined && pass.id === selectedId)
    const cascaded = cascade(before, isCascading ? selectedId : undefined, deps.ports.nowMs())
    if (!isCurrent && cascaded.records.length === 0) throw new PassNotFoundError()
    const removed = {
      passId: isCurrent ? pass?.id : selectedId,
      registrations: cascaded.records.map((record) => describeRegistration(user.id, record)),
      overwrote: unreadable,
      notice: undefined,
    }
    if (!isCurrent && !cascaded.isNew) return { value: removed }
    const { registrations } = cascaded
    const next = changed(before, commitId, { ...(isCurrent && withoutPass(before)), registrations })
    if (!isCurrent) return { value: removed, write: writeUser(deps, state, next) }
    const written = withNotice(deps, state, user, next, { kind: 'passDeleted', passId: pass?.id })
    return { value: { ...removed, notice: written.notice }, write: writeUser(deps, state, written.document) }
  }
}

interface Selection {
  readonly passId?: string | undefined
  readonly cascade?: boolean | undefined
}
