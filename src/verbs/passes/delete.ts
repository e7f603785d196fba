import type { DeletedPass, DeletePassInput } from '../../api/passes.js'
import type { Unreadable } from '../../core/event/event.js'
import { cascade, isCascaded } from '../../core/registration/cascade.js'
import { describeRegistration, registrationInEvent } from '../../core/registration/describe.js'
import type { Registration } from '../../core/registration/registration.js'
import type { UserDocument } from '../../core/user-document/user-document.js'
import { changed, withoutPass } from '../../core/user-document/user-document.js'
import { PassNotFoundError } from '../../errors.js'
import { audited } from '../../kernel/audited.js'
import { authorizeOnUser } from '../../kernel/authorize.js'
import { changePerson } from '../../kernel/change-user.js'
import type { Decision } from '../../kernel/commit.js'
import type { Deps } from '../../kernel/deps.js'
import { parseDeletePass } from '../../kernel/issuing/input.js'
import type { Loaded } from '../../kernel/load.js'
import { documentOrEmpty, writePerson } from '../../kernel/load.js'
import type { NoticeToTell } from '../../kernel/notices.js'
import { noted } from '../../kernel/notices.js'
import type { DirectoryUser } from '../../ports/directory.js'

export function deletePass(deps: Deps, input: DeletePassInput): Promise<DeletedPass> {
  return audited(deps, 'passes.delete', input, async (trail) => {
    const { actor, user: name, ...asked } = parseDeletePass(input)
    const user = await authorizeOnUser(deps, trail, 'passes.delete', { actor, user: name })
    const { overwrote, notice, ...removed } = await changePerson(deps, user, { decide: removePass(deps, user, asked) })
    const registrations = removed.registrations.map(registrationInEvent)
    const details = { ...removed, registrations, isRepudiated: false, overwrote }
    return { answer: { userId: user.id, ...removed }, event: { type: 'pass.deleted', details }, notice }
  })
}

interface Removed {
  readonly passId: string | undefined
  readonly registrations: readonly Registration[]
  readonly overwrote: Unreadable | undefined
  readonly notice: NoticeToTell | undefined
}

/**
 * The document without its pass; the counts stay. A cascade marks the lineage of this pass and answers it. Asked for by
 * name once more, after an answer that never came, it answers what is marked.
 */
function removePass(
  deps: Deps,
  user: DirectoryUser,
  {
    passId,
    cascade: isCascading = false,
  }: { readonly passId?: string | undefined; readonly cascade?: boolean | undefined },
) {
  let removing: Removed | undefined
  return (state: Loaded, commitId: string): Decision<Removed> => {
    const { document, unreadable } = state.person
    const pass = document?.pass
    // A write of ours whose answer was lost has removed it: that is what was asked for. Whoever asked for no pass by name
    // meant the one that is there now as well.
    const isRemoved = removing?.passId !== undefined && pass?.id !== removing.passId
    if (removing && isRemoved && (!pass || passId !== undefined)) return { answer: removing }
    const before = documentOrEmpty(state.person, user)
    if (!unreadable && (!pass || (passId !== undefined && pass.id !== passId))) {
      return { answer: repeated(before, user, isCascading ? passId : undefined) }
    }
    const { records, registrations } = cascade(before, isCascading ? pass?.id : undefined, deps.ports.nowMs())
    const next = changed(before, commitId, { ...withoutPass(before), registrations })
    const { document: written, notice } = noted(deps, state, user, next, { kind: 'passDeleted', passId: pass?.id })
    removing = {
      passId: pass?.id,
      registrations: records.map((record) => describeRegistration(user.id, record)),
      overwrote: unreadable,
      notice,
    }
    return { answer: removing, write: writePerson(deps, state, written) }
  }
}

/** What a cascade has answered before. @throws {@link PassNotFoundError} where there was none. */
function repeated({ registrations }: UserDocument, user: DirectoryUser, passId: string | undefined): Removed {
  const records = registrations.filter((record) => record.passId === passId && isCascaded(record))
  if (records.length === 0) throw new PassNotFoundError()
  const answered = records.map((record) => describeRegistration(user.id, record))
  return { passId, registrations: answered, overwrote: undefined, notice: undefined }
}
