import { messageText } from '../core/message/english.js'
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

/** A notice that is stored, and the user it is for. */
export interface NoticeToDeliver {
  readonly user: DirectoryUser
  readonly notice: PendingNotice
}

/** A document that will be written, and the notice in it. No notice: the user has no address, or there is no notifier. */
export interface DocumentWithNotice {
  readonly document: UserDocument
  readonly notice?: NoticeToDeliver | undefined
}

/** What the notice is about. */
export interface NoticeSubject {
  readonly kind: NoticeKind
  readonly passId: string | undefined
  /** Default: a new GUID. */
  readonly id?: string | undefined
  /** Default: the current time. */
  readonly nowMs?: number | undefined
}

/** Further notices wait for `maintenance.sendNotices`. */
const maxDeliveriesInProgress = 64

/**
 * Adds a notice to the document that makes the change, so that neither is stored without the other. Returns the same
 * document when there is no notifier or no address.
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
  const content = { id: id ?? drawGuid(ports.randomBytes), nowMs: atMs, passId, retentionInDays }
  const added = addNotice(document, kind, content)
  return { document: added.document, notice: added.notice && { user, notice: added.notice } }
}

/**
 * Delivers a notice after the call has returned. The caller neither waits for it nor learns whether it failed. A notice that
 * fails, hangs or is lost with the process stays stored.
 */
export function deliverLater(deps: Deps, pending: NoticeToDeliver): void {
  if (deps.deliveriesInProgress.count >= maxDeliveriesInProgress) return
  deps.deliveriesInProgress.count += 1
  void deps.timer
    .wait(0)
    .then(() => deliverNotice(deps, pending))
    .catch(() => undefined)
    .finally(() => {
      deps.deliveriesInProgress.count -= 1
    })
}

/** Delivers a notice, then removes it from the document. @throws the error of the notifier or of another port. */
export async function deliverNotice(deps: Deps, { user, notice }: NoticeToDeliver): Promise<void> {
  await deps.ports.notify(await describeNotice(deps, user, notice))
  await removeNotices(deps, user, [notice])
}

/** Removes notices from the user's document. It adds no commit id, so that notices do not push out those of other calls. */
export function removeNotices(deps: Deps, user: DirectoryUser, notices: readonly PendingNotice[]): Promise<void> {
  return changeUser<void>(deps, user, {
    decide: (state) => {
      const { document } = state.loadedUser
      if (!document) return { value: undefined, restsOnRead: 'housekeeping' }
      const next = notices.reduce((left, { id }) => removeNotice(left, id), document)
      if (next === document) return { value: undefined, restsOnRead: 'housekeeping' }
      return { value: undefined, write: writeUser(deps, state, next), isRepeatable: true }
    },
  })
}

async function describeNotice(deps: Deps, user: DirectoryUser, notice: PendingNotice): Promise<Notice> {
  const { tenantId, cryptography, ports } = deps
  const { id, kind, atMs, passId, repudiableUntilMs: untilMs } = notice
  const { id: userId, incarnation } = user
  const sealing = { ring: await ports.keyRing(), cryptography, randomBytes: ports.randomBytes }
  const at = new Date(atMs)
  const token = encodeRepudiation({ noticeId: id, userId, incarnation, passId, untilMs })
  return {
    id,
    kind,
    tenantId,
    userId,
    addresses: noticeAddresses(user),
    at,
    ...messageText(`notice.${kind}`, { at }),
    repudiationToken: sealToken(sealing, 'repudiation', tenantId, token),
  }
}
