import type { DirectoryUser } from '../../ports/directory.js'
import type { WrongCodes } from '../lockout/lockout.js'
import { noWrongCodes } from '../lockout/lockout.js'
import type { PendingNotice } from '../notice/pending-notice.js'
import type { PassRecord } from '../pass/record.js'
import type { RegistrationRecord } from '../registration/registration.js'

/** What a pass was issued for: a row of a list, by its idempotency key. */
export interface IssuedFor {
  /** See {@link hashIdempotencyKey}. */
  readonly key: string
  readonly passId: string
  /** Has its code been handed on? */
  readonly isTold: boolean
}

/** All that decides one person's sign-in by pass, in one document, so that one compare-and-set commits an outcome. */
export interface UserDocument {
  readonly userId: string
  readonly incarnation?: string | undefined
  readonly pass?: PassRecord | undefined
  readonly wrongCodes: WrongCodes
  /** What the pass had suffered that was deleted last: the next one that the person issues for themselves goes on with it. */
  readonly wrongCodesOnDeletedPass?: number | undefined
  /** Lineage: what came through this person's passes, newest last. */
  readonly registrations: readonly RegistrationRecord[]
  /** What the person has still to be told, oldest first: at most 16. */
  readonly notices: readonly PendingNotice[]
  /** The last instant at which a link in any notice so far is good: what it undoes is needed for as long. */
  readonly repudiableUntilMs?: number | undefined
  /** When the user last reported a pass as not theirs. It invalidates the identity proofs before it. */
  readonly repudiatedAtMs?: number | undefined
  /** The pass that was reported then. A repeated report of the same pass changes nothing. */
  readonly repudiatedPassId?: string | undefined
  /** What passes were issued for in bulk, newest last: at most four. Absent where none was. */
  readonly issuedFor?: readonly IssuedFor[] | undefined
  /** The last writes, newest last: how a call whose answer was lost finds out that it had won. */
  readonly commitIds: readonly string[]
}

const commitIdsKept = 8

/** A person nothing is stored for. */
export function emptyUserDocument(user: DirectoryUser): UserDocument {
  const { id: userId, incarnation } = user
  return { userId, incarnation, wrongCodes: noWrongCodes, registrations: [], notices: [], commitIds: [] }
}

/** The document, unless it was somebody's who had this id before. */
export function documentOf(user: DirectoryUser, stored: UserDocument | undefined): UserDocument | undefined {
  return stored && stored.userId === user.id && stored.incarnation === user.incarnation ? stored : undefined
}

/** The document as `commitId` writes it. */
export function changed(document: UserDocument, commitId: string, change: Partial<UserDocument>): UserDocument {
  return { ...document, ...change, commitIds: withCommit(document.commitIds, commitId) }
}

/** Without its pass, whose wrong codes stay on record. */
export function withoutPass({
  pass,
  wrongCodesOnDeletedPass,
}: UserDocument): Pick<UserDocument, 'pass' | 'wrongCodesOnDeletedPass'> {
  return { pass: undefined, wrongCodesOnDeletedPass: pass ? pass.wrongCodes || undefined : wrongCodesOnDeletedPass }
}

/** The newest commit ids, `commitId` last. */
export function withCommit(commitIds: readonly string[], commitId: string): readonly string[] {
  return [...commitIds, commitId].slice(-commitIdsKept)
}

/** Was `commitId` one of the writes that made this document? */
export function containsCommit(document: UserDocument | undefined, commitId: string): boolean {
  return (
    document !== undefined && (document.commitIds.includes(commitId) || document.pass?.ended?.commitId === commitId)
  )
}
