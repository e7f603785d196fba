import type { IssuedPass } from '../../core/pass/pass.js'
import { withoutIssuedFor } from '../../core/user-document/issued-for.js'
import { changed, withoutPass } from '../../core/user-document/user-document.js'
import type { DeliveryChannel, DirectoryUser } from '../../ports/directory.js'
import { changeUser } from '../change-user.js'
import type { Deps } from '../deps.js'
import { writeUser } from '../load.js'

/**
 * Sends the code to the user. If that fails, the code may be lost or in the wrong hands, so the pass is deleted.
 *
 * @throws {@link PortFailedError} of the deliverer, even if the pass cannot be deleted either.
 */
export async function deliverPass(
  deps: Deps,
  user: DirectoryUser,
  channel: DeliveryChannel,
  pass: IssuedPass,
): Promise<void> {
  const { tenantId, ports } = deps
  const addresses = (user.addresses ?? []).filter((address) => address.channel === channel)
  try {
    await ports.deliver?.({ channel, tenantId, userId: user.id, addresses, pass })
  } catch (error) {
    await takeBackPass(deps, user, pass.id)
    throw error
  }
}

/** Deletes the pass, unless another one has replaced it. Never throws. */
export async function takeBackPass(deps: Deps, user: DirectoryUser, passId: string): Promise<void> {
  await deleteIfCurrent(deps, user, passId).catch(() => undefined)
}

function deleteIfCurrent(deps: Deps, user: DirectoryUser, passId: string): Promise<void> {
  return changeUser(deps, user, {
    decide: (state, commitId) => {
      const { document } = state.loadedUser
      if (document?.pass?.id !== passId) return { value: undefined }
      // The user must not be notified of a pass that does not exist.
      const notices = document.notices.filter((notice) => notice.passId !== passId)
      const issuedFor = withoutIssuedFor(document, passId)
      const next = changed(document, commitId, { ...withoutPass(document), notices, ...issuedFor })
      return { value: undefined, write: writeUser(deps, state, next) }
    },
  })
}
