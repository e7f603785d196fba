import { millisecondsInDay } from 'date-fns/constants'
import type { NoticeKind } from '../../ports/notifier.js'
import type { UserDocument } from '../user-document/user-document.js'
import type { PendingNotice } from './pending-notice.js'
import { isDue, newNotice, withAttempt } from './pending-notice.js'

export interface NewNoticeContext {
  readonly id: string
  readonly nowMs: number
  readonly passId: string | undefined
  readonly retentionInDays: number
}

const maxNotices = 16

/**
 * Adds a notice to the document. It can be repudiated until the pass ends and through the retention after that. An
 * attacker can cause `lockedOut` at will, so in a full outbox these notices are dropped first, and new ones are not added.
 */
export function addNotice(
  document: UserDocument,
  kind: NoticeKind,
  { id, nowMs, passId, retentionInDays }: NewNoticeContext,
): { readonly document: UserDocument; readonly notice?: PendingNotice | undefined } {
  const { pass } = document
  const kept = withRoom(document.notices, kind)
  if (!kept) return { document }
  const passEndMs = Math.max(nowMs, pass && pass.id === passId ? pass.endAtMs : nowMs)
  const repudiableUntilMs = passEndMs + retentionInDays * millisecondsInDay
  const notice = newNotice({ id, kind, atMs: nowMs, passId, repudiableUntilMs })
  const latestMs = Math.max(repudiableUntilMs, document.repudiableUntilMs ?? 0)
  return { document: { ...document, notices: [...kept, notice], repudiableUntilMs: latestMs }, notice }
}

/** Returns the same document if it does not contain the notice. */
export function removeNotice(document: UserDocument, id: string): UserDocument {
  const notices = document.notices.filter((notice) => notice.id !== id)
  return notices.length === document.notices.length ? document : { ...document, notices }
}

/** Returns the notices to deliver now, and the document with their attempts. Notices past their retention are dropped. */
export function takeDue(
  document: UserDocument,
  { nowMs, retentionInDays }: { readonly nowMs: number; readonly retentionInDays: number },
): { readonly document: UserDocument; readonly due: readonly PendingNotice[] } {
  const kept = document.notices.filter(({ atMs }) => nowMs < atMs + retentionInDays * millisecondsInDay)
  const due = kept.filter((notice) => isDue(notice, nowMs))
  const isUnchanged = due.length === 0 && kept.length === document.notices.length
  if (isUnchanged) return { document, due }
  const notices = kept.map((notice) => (due.includes(notice) ? withAttempt(notice, nowMs) : notice))
  return { document: { ...document, notices }, due }
}

/** Returns `undefined` if there is no room for the new notice. */
function withRoom(notices: readonly PendingNotice[], kindOfNew: NoticeKind): readonly PendingNotice[] | undefined {
  if (notices.length < maxNotices) return notices
  const droppable = notices.findIndex(({ kind }) => kind === 'lockedOut')
  if (droppable !== -1) return notices.toSpliced(droppable, 1)
  return kindOfNew === 'lockedOut' ? undefined : notices.slice(1)
}
