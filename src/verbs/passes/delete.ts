import type { DeletedPass, DeletePassInput } from '../../api/passes.js'
import { cascade, isCascaded } from '../../core/registration/cascade.js'
import { describeRegistration, registrationInEvent } from '../../core/registration/describe.js'
import type { Registration } from '../../core/registration/registration.js'
import type { UserDocument } from '../../core/user-document/user-document.js'
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
 * Removes the pass and keeps the counts of wrong codes. A cascade marks the registrations of the pass and returns them. If
 * its result was lost, the same call with the `passId` returns the marked registrations again.
 */
function removePass(
  deps: Deps,
  user: DirectoryUser,
  {
    passId,
    cascade: isCascading = false,
  }: { readonly passId?: string | undefined; readonly cascade?: boolean | undefined },
) {
  return (state: Loaded, commitId: string): Decision<Removed> => {
    const { document, unreadable } = state.loadedUser
    const pass = document?.pass
    const before = documentOrEmpty(state.loadedUser, user)
    if (!unreadable && (!pass || (passId !== undefined && pass.id !== passId))) {
      return { value: repeated(before, user, isCascading ? passId : undefined) }
    }
    const { records, registrations } = cascade(before, isCascading ? pass?.id : undefined, deps.ports.nowMs())
    const next = changed(before, commitId, { ...withoutPass(before), registrations })
    const { document: written, notice } = withNotice(deps, state, user, next, { kind: 'passDeleted', passId: pass?.id })
    const marked = records.map((record) => describeRegistration(user.id, record))
    const value = { passId: pass?.id, registrations: marked, overwrote: unreadable, notice }
    return { value, write: writeUser(deps, state, written) }
  }
}

/** Returns the result of an earlier cascade. @throws {@link PassNotFoundError} if there was none. */
function repeated({ registrations }: UserDocument, user: DirectoryUser, passId: string | undefined): Removed {
  const records = registrations.filter((record) => record.passId === passId && isCascaded(record))
  if (records.length === 0) throw new PassNotFoundError()
  const marked = records.map((record) => describeRegistration(user.id, record))
  return { passId, registrations: marked, overwrote: undefined, notice: undefined }
}
