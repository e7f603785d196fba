import { noticeAddresses } from '../core/notice/addresses.js'
import { addNotice, removeNotice } from '../core/notice/outbox.js'
import type { PendingNotice } from '../core/notice/pending-notice.js'
import { encodeRepudiation } from '../core/notice/repudiation.js'
import type { UserDocument } from '../core/user-document/user-document.js'
import { sealToken } from '../crypto/token.js'
import type { DirectoryUser } from '../ports/directory.js'
import type { Notice, NoticeKind } from '../ports/notifier.js'
import { changeUser } from './change-user.js'
import type { Deps } from './deps.js'
import { drawGuid } from './draw-id.js'
import { writeUser } from './load.js'
import type { Loaded } from './loaded.js'

/** A notice that is on record, and whom it is for. */
export interface NoticeToDeliver {
  readonly user: DirectoryUser
  readonly notice: PendingNotice
}

/** A document about to be written, and the notice in it, if there is somebody to tell. */
export interface DocumentWithNotice {
  readonly document: UserDocument
  readonly notice?: NoticeToDeliver | undefined
}

/** What there is to tell. */
export interface NoticeSubject {
  readonly kind: NoticeKind
  readonly passId: string | undefined
  /** @defaultValue drawn */
  readonly id?: string | undefined
  /** @defaultValue now */
  readonly nowMs?: number | undefined
}

/** More than this at once are left to `maintenance.sendNotices`. */
const maxDeliveriesInProgress = 64

/**
 * Puts what the person must hear of a change into the very document that makes it, so that neither is without the other.
 * The same document where there is no notifier, or no address.
 */
export function withNotice(
  deps: Deps,
  { policy }: Pick<Loaded, 'policy'>,
  user: DirectoryUser,
  document: UserDocument,
  { kind, passId, id, nowMs }: NoticeSubject,
): DocumentWithNotice {
  const { hasNotifier, ports } = deps
  if (!hasNotifier || noticeAddresses(user).length === 0) return { document }
  const { retentionInDays } = policy.policy
  const atMs = nowMs ?? ports.nowMs()
  const making = { id: id ?? drawGuid(ports.randomBytes), nowMs: atMs, passId, retentionInDays }
  const made = addNotice(document, kind, making)
  return { document: made.document, notice: made.notice && { user, notice: made.notice } }
}

/**
 * The first try: after the answer, which waits for nothing of it and hears nothing of how it went. What fails, hangs, or
 * is cut off with the process stays on record.
 */
export function deliverLater(deps: Deps, told: NoticeToDeliver): void {
  if (deps.deliveriesInProgress.count >= maxDeliveriesInProgress) return
  deps.deliveriesInProgress.count += 1
  void deps.timer
    .wait(0)
    .then(() => deliverNotice(deps, told))
    .catch(() => undefined)
    .finally(() => {
      deps.deliveriesInProgress.count -= 1
    })
}

/** Tells, and strikes off what was told. @throws whatever the notifier threw, or the ports. */
export async function deliverNotice(deps: Deps, { user, notice }: NoticeToDeliver): Promise<void> {
  await deps.ports.notify(await describeNotice(deps, user, notice))
  await removeNotices(deps, user, [notice])
}

/**
 * Takes notices out of the person's document. Idempotent, and so it leaves no commit id behind: those are for calls that
 * have something to answer.
 */
export function removeNotices(deps: Deps, user: DirectoryUser, notices: readonly PendingNotice[]): Promise<void> {
  return changeUser<void>(deps, user, {
    decide: (state) => {
      const { document } = state.loadedUser
      if (!document) return { value: undefined }
      const next = notices.reduce((left, { id }) => removeNotice(left, id), document)
      return { value: undefined, write: next === document ? undefined : writeUser(deps, state, next) }
    },
  })
}

async function describeNotice(deps: Deps, user: DirectoryUser, notice: PendingNotice): Promise<Notice> {
  const { tenantId, cryptography, ports } = deps
  const { id, kind, atMs, passId, repudiableUntilMs: untilMs } = notice
  const { id: userId, incarnation } = user
  const sealing = { ring: await ports.keyRing(), cryptography, randomBytes: ports.randomBytes }
  const token = encodeRepudiation({ noticeId: id, userId, incarnation, passId, untilMs })
  return {
    id,
    kind,
    tenantId,
    userId,
    addresses: noticeAddresses(user),
    at: new Date(atMs),
    repudiationToken: sealToken(sealing, 'repudiation', tenantId, token),
  }
}
