import type { MaintenanceVerbs, NoticeProgress } from '../../api/maintenance.js'
import { noticeAddresses } from '../../core/notice/addresses.js'
import { takeDue } from '../../core/notice/outbox.js'
import type { PendingNotice } from '../../core/notice/pending-notice.js'
import { decodeUserDocument } from '../../core/user-document/codec.js'
import type { UserDocument } from '../../core/user-document/user-document.js'
import type { KeyRing } from '../../crypto/key-ring.js'
import { openDocument } from '../../crypto/seal.js'
import { changeUser } from '../../kernel/change-user.js'
import type { Deps } from '../../kernel/deps.js'
import { writeUser } from '../../kernel/load.js'
import { deliverNotice, removeNotices } from '../../kernel/notices.js'
import { checkedCursor, checkedLimit, scanPage } from '../../kernel/page-input.js'
import type { ShownEntry } from '../../kernel/shown.js'
import type { DirectoryUser } from '../../ports/directory.js'

/** A notifier that hangs for one user delays the others no longer than the deadline of a port. */
const maxConcurrentUsers = 16

export async function sendNotices(
  deps: Deps,
  input?: Parameters<MaintenanceVerbs['sendNotices']>[0],
): Promise<NoticeProgress> {
  const limit = checkedLimit(input)
  const page = await scanPage(deps, { kind: 'user', cursor: checkedCursor(input), limit })
  const ring = await deps.ports.keyRing()
  let sent = 0
  let remaining = 0
  for (let at = 0; at < page.entries.length; at += maxConcurrentUsers) {
    const batch = page.entries.slice(at, at + maxConcurrentUsers)
    for (const progress of await Promise.all(batch.map((entry) => sendTo(deps, ring, entry)))) {
      sent += progress.sent
      remaining += progress.remaining
    }
  }
  return { sent, remaining, cursor: page.cursor }
}

type DeliveryProgress = Omit<NoticeProgress, 'cursor'>

/** A failure for one user does not stop the notices of the others. */
async function sendTo(deps: Deps, ring: KeyRing, entry: ShownEntry): Promise<DeliveryProgress> {
  const tenant = { ...deps, tenantId: entry.key.tenantId }
  const document = documentWithNotices(tenant, ring, entry)
  if (!document || !deps.hasNotifier) return { sent: 0, remaining: 0 }
  const { userId: id, incarnation, notices } = document
  return deliverDue(tenant, { id, incarnation, isEnabled: false }).catch(() => ({ sent: 0, remaining: notices.length }))
}

/** Delivers one after the other, in the order of what happened. */
async function deliverDue(tenant: Deps, owner: DirectoryUser): Promise<DeliveryProgress> {
  const { due, waiting } = await claimDue(tenant, owner)
  if (due.length === 0) return { sent: 0, remaining: waiting }
  const user = await recipientOf(tenant, owner)
  if (user === 'unknown') return { sent: 0, remaining: waiting }
  if (user === 'none') {
    await removeNotices(tenant, owner, due)
    return { sent: 0, remaining: waiting - due.length }
  }
  let sent = 0
  for (const notice of due) sent += await deliverNotice(tenant, { user, notice }).then(one, none)
  return { sent, remaining: waiting - sent }
}

const one = (): number => 1
const none = (): number => 0

/** Most documents have no notices, and searching the text is cheaper than opening each one. */
function documentWithNotices(
  { cryptography }: Deps,
  ring: KeyRing,
  { key, shown: { stored } }: ShownEntry,
): UserDocument | undefined {
  if (!stored?.body.includes('"notices":')) return undefined
  const opened = openDocument({ ring, cryptography }, key, stored)
  return opened.ok ? decodeUserDocument(stored.body) : undefined
}

/**
 * Records each attempt before it is made, so that two runs at once do not both make it. It adds no commit id. If the answer
 * to its write is lost, the attempt may count without being made, and the notice waits for the next one.
 */
function claimDue(
  deps: Deps,
  owner: DirectoryUser,
): Promise<{ readonly due: readonly PendingNotice[]; readonly waiting: number }> {
  return changeUser(deps, owner, {
    decide: (state) => {
      const { document } = state.loadedUser
      if (!document) return { value: { due: [], waiting: 0 }, restsOnRead: 'housekeeping' }
      const { retentionInDays } = state.policy.policy
      const { document: next, due } = takeDue(document, { nowMs: deps.ports.nowMs(), retentionInDays })
      const value = { due, waiting: next.notices.length }
      if (next === document) return { value, restsOnRead: 'housekeeping' }
      return { value, write: writeUser(deps, state, next), isRepeatable: true }
    },
  })
}

/** `none`: the user has left, or has no address. `unknown`: the directory failed. */
async function recipientOf(
  { ports, tenantId }: Deps,
  owner: DirectoryUser,
): Promise<DirectoryUser | 'none' | 'unknown'> {
  try {
    const user = await ports.findUser({ user: owner.id, tenantId })
    const isOwner = user?.id === owner.id && user.incarnation === owner.incarnation
    return isOwner && noticeAddresses(user).length > 0 ? user : 'none'
  } catch {
    return 'unknown'
  }
}
