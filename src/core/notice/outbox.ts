import { millisecondsInDay } from 'date-fns/constants'
import type { NoticeKind } from '../../ports/notifier.js'
import type { UserDocument } from '../user-document/user-document.js'
import type { PendingNotice } from './pending-notice.js'
import { isDue, newNotice, withAttempt } from './pending-notice.js'

/** What there is to tell, and what the core adds: drawn, or read off the clock and the policy. */
export interface NewNoticeContext {
  readonly id: string
  readonly nowMs: number
  readonly passId: string | undefined
  readonly retentionInDays: number
}

const maxNotices = 16

/**
 * The document with one notice more. What came of a pass can be repudiated for as long as it is on record: to the end of
 * the pass and through the retention. A full outbox lets go of what a stranger can cause before what only a code can, and
 * where it holds nothing of the former takes nothing more of it: no notice then.
 */
export function addNotice(
  document: UserDocument,
  kind: NoticeKind,
  { id, nowMs, passId, retentionInDays }: NewNoticeContext,
): { readonly document: UserDocument; readonly notice?: PendingNotice | undefined } {
  const { pass } = document
  const kept = withRoom(document.notices, kind)
  if (!kept) return { document }
  const lastsUntilMs = Math.max(nowMs, pass && pass.id === passId ? pass.endAtMs : nowMs)
  const repudiableUntilMs = lastsUntilMs + retentionInDays * millisecondsInDay
  const notice = newNotice({ id, kind, atMs: nowMs, passId, repudiableUntilMs })
  const longestMs = Math.max(repudiableUntilMs, document.repudiableUntilMs ?? 0)
  return { document: { ...document, notices: [...kept, notice], repudiableUntilMs: longestMs }, notice }
}

/** The document without a notice that has arrived, or that nobody can be told; the same document where there is none. */
export function removeNotice(document: UserDocument, id: string): UserDocument {
  const notices = document.notices.filter((notice) => notice.id !== id)
  return notices.length === document.notices.length ? document : { ...document, notices }
}

/** What to try now, and the document that says so. What is past its retention is given up. */
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

/** `undefined`: nothing that waits is to give way to the newcomer. */
function withRoom(notices: readonly PendingNotice[], newcomer: NoticeKind): readonly PendingNotice[] | undefined {
  if (notices.length < maxNotices) return notices
  const leastTelling = notices.findIndex(({ kind }) => kind === 'lockedOut')
  if (leastTelling !== -1) return notices.toSpliced(leastTelling, 1)
  return newcomer === 'lockedOut' ? undefined : notices.slice(1)
}
