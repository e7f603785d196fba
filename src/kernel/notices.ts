import { noticeAddresses } from '../core/notice/addresses.js'
import { withNotice, withoutNotice } from '../core/notice/outbox.js'
import type { PendingNotice } from '../core/notice/pending-notice.js'
import { encodeRepudiation } from '../core/notice/repudiation.js'
import type { UserDocument } from '../core/user-document/user-document.js'
import { sealToken } from '../crypto/token.js'
import type { DirectoryUser } from '../ports/directory.js'
import type { Notice, NoticeKind } from '../ports/notifier.js'
import { changePerson } from './change-user.js'
import type { Deps } from './deps.js'
import { drawGuid } from './draw-id.js'
import type { Loaded } from './load.js'
import { writePerson } from './load.js'

/** A notice that is on record, and whom it is for. */
export interface NoticeToTell {
  readonly user: DirectoryUser
  readonly notice: PendingNotice
}

/** A document about to be written, and the notice in it, if there is somebody to tell. */
export interface Noted {
  readonly document: UserDocument
  readonly notice?: NoticeToTell | undefined
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
const mostAtOnce = 64

/**
 * Puts what the person must hear of a change into the very document that makes it, so that neither is without the other.
 * The same document where there is no notifier, or no address.
 */
export function noted(
  deps: Deps,
  { policy }: Pick<Loaded, 'policy'>,
  user: DirectoryUser,
  document: UserDocument,
  { kind, passId, id, nowMs }: NoticeSubject,
): Noted {
  const { notifies, ports } = deps
  if (!notifies || noticeAddresses(user).length === 0) return { document }
  const { retentionInDays } = policy.policy
  const atMs = nowMs ?? ports.nowMs()
  const making = { id: id ?? drawGuid(ports.randomBytes), nowMs: atMs, passId, retentionInDays }
  const made = withNotice(document, kind, making)
  return { document: made.document, notice: made.notice && { user, notice: made.notice } }
}

/**
 * The first try: after the answer, which waits for nothing of it and hears nothing of how it went. What fails, hangs, or
 * is cut off with the process stays on record.
 */
export function tellLater(deps: Deps, told: NoticeToTell): void {
  if (deps.telling.count >= mostAtOnce) return
  deps.telling.count += 1
  void deps.timer
    .wait(0)
    .then(() => tellPerson(deps, told))
    .catch(() => undefined)
    .finally(() => {
      deps.telling.count -= 1
    })
}

/** Tells, and strikes off what was told. @throws whatever the notifier threw, or the ports. */
export async function tellPerson(deps: Deps, { user, notice }: NoticeToTell): Promise<void> {
  await deps.ports.notify(await describeNotice(deps, user, notice))
  await strikeOff(deps, user, [notice])
}

/**
 * Takes notices out of the person's document. Idempotent, and so it leaves no commit id behind: those are for calls that
 * have something to answer.
 */
export function strikeOff(deps: Deps, user: DirectoryUser, notices: readonly PendingNotice[]): Promise<void> {
  return changePerson<void>(deps, user, {
    decide: (state) => {
      const { document } = state.person
      if (!document) return { answer: undefined }
      const next = notices.reduce((left, { id }) => withoutNotice(left, id), document)
      return { answer: undefined, write: next === document ? undefined : writePerson(deps, state, next) }
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
