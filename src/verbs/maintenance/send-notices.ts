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
import type { DirectoryUser } from '../../ports/directory.js'
import type { StoreEntry } from '../../ports/store.js'

/** People told at once: one that hangs holds the others up for no longer than a port may take. */
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
    for (const told of await Promise.all(batch.map((entry) => sendTo(deps, ring, entry)))) {
      sent += told.sent
      remaining += told.remaining
    }
  }
  return { sent, remaining, cursor: page.cursor }
}

type DeliveryProgress = Omit<NoticeProgress, 'cursor'>

/** Where it fails for one person, the others are told all the same. */
async function sendTo(deps: Deps, ring: KeyRing, entry: StoreEntry): Promise<DeliveryProgress> {
  const tenant = { ...deps, tenantId: entry.key.tenantId }
  const person = waitingPerson(tenant, ring, entry)
  if (!person || !deps.hasNotifier) return { sent: 0, remaining: 0 }
  const { userId: id, incarnation, notices } = person
  return tellDue(tenant, { id, incarnation, isEnabled: false }).catch(() => ({ sent: 0, remaining: notices.length }))
}

/** To one person, one after the other, in the order in which it happened. */
async function tellDue(tenant: Deps, owner: DirectoryUser): Promise<DeliveryProgress> {
  const { due, waiting } = await claimDue(tenant, owner)
  if (due.length === 0) return { sent: 0, remaining: waiting }
  const user = await recipient(tenant, owner)
  if (user === 'unknown') return { sent: 0, remaining: waiting }
  if (user === 'nobody') {
    await removeNotices(tenant, owner, due)
    return { sent: 0, remaining: waiting - due.length }
  }
  let sent = 0
  for (const notice of due) sent += await deliverNotice(tenant, { user, notice }).then(one, none)
  return { sent, remaining: waiting - sent }
}

const one = (): number => 1
const none = (): number => 0

/** The document, if it says that something waits, and is to be believed. */
function waitingPerson({ cryptography }: Deps, ring: KeyRing, { key, document }: StoreEntry): UserDocument | undefined {
  if (!document.body.includes('"notices":')) return undefined
  const opened = openDocument({ ring, cryptography }, key, document)
  return opened.ok ? decodeUserDocument(document.body) : undefined
}

/** Writes down that a try is about to be made, before it is made. */
function claimDue(
  deps: Deps,
  owner: DirectoryUser,
): Promise<{ readonly due: readonly PendingNotice[]; readonly waiting: number }> {
  return changeUser(deps, owner, {
    decide: (state) => {
      const { document } = state.loadedUser
      if (!document) return { value: { due: [], waiting: 0 } }
      const { retentionInDays } = state.policy.policy
      const { document: next, due } = takeDue(document, { nowMs: deps.ports.nowMs(), retentionInDays })
      const write = next === document ? undefined : writeUser(deps, state, next)
      return { value: { due, waiting: next.notices.length }, write }
    },
  })
}

/** Who the directory says it is now. A person who is gone, or has no address, is nobody to tell. */
async function recipient(
  { ports, tenantId }: Deps,
  owner: DirectoryUser,
): Promise<DirectoryUser | 'nobody' | 'unknown'> {
  try {
    const user = await ports.findUser({ user: owner.id, tenantId })
    const isOwner = user?.id === owner.id && user.incarnation === owner.incarnation
    return isOwner && noticeAddresses(user).length > 0 ? user : 'nobody'
  } catch {
    return 'unknown'
  }
}
