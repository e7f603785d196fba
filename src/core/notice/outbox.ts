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
 * Adds a notice to the document. It can be repudiated until the pass ends and through the retention after that.
 *
 * An attacker can cause notices at will. So in a full outbox the earlier notices stay: see `withRoom`.
 */
export function addNotice(
  document: UserDocument,
  kind: NoticeKind,
  { id, nowMs, passId, retentionInDays }: NewNoticeContext,
): { readonly document: UserDocument; readonly notice?: PendingNotice | undefined } {
  const { pass } = document
  const kept = withRoom(document.notices, kind)
  if (!kept && kind === 'lockedOut') return { document }
  const passEndMs = Math.max(nowMs, pass && pass.id === passId ? pass.endAtMs : nowMs)
  const repudiableUntilMs = passEndMs + retentionInDays * millisecondsInDay
  const notice = newNotice({ id, kind, atMs: nowMs, passId, repudiableUntilMs })
  const latestMs = Math.max(repudiableUntilMs, document.repudiableUntilMs ?? 0)
  // Without room the notice is delivered once, and not tried again.
  const notices = kept ? [...kept, notice] : document.notices
  return { document: { ...document, notices, repudiableUntilMs: latestMs }, notice }
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

/**
 * Makes room in a full outbox. Returns `undefined` if the new notice is the one to drop.
 *
 * Of the kind with the most notices, the new one included, the newest is dropped. So the first three notices of each kind
 * stay, however many follow. Of `lockedOut` only the first is certain to stay: an attacker causes it without a code.
 */
function withRoom(notices: readonly PendingNotice[], kindOfNew: NoticeKind): readonly PendingNotice[] | undefined {
  if (notices.length < maxNotices) return notices
  const crowded = crowdedKind([...notices.map(({ kind }) => kind), kindOfNew])
  if (crowded === kindOfNew) return undefined
  const newest = notices.findLastIndex(({ kind }) => kind === crowded)
  return notices.toSpliced(newest, 1)
}

/** Of two kinds that are equally frequent, the later one in the list. */
function crowdedKind(kinds: readonly NoticeKind[]): NoticeKind | undefined {
  const counts = new Map<NoticeKind, number>()
  for (const kind of kinds.toReversed()) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  if ((counts.get('lockedOut') ?? 0) > 1) return 'lockedOut'
  const maximum = Math.max(...counts.values())
  return [...counts].find(([, count]) => count === maximum)?.[0]
}
