import type { DirectoryUser } from '../../ports/directory.js'
import type { WrongCodes } from '../lockout/lockout.js'
import { noWrongCodes } from '../lockout/lockout.js'
import type { PendingNotice } from '../notice/pending-notice.js'
import type { PassRecord } from '../pass/record.js'
import type { RegistrationRecord } from '../registration/registration.js'

/** Everything that decides a user's sign-in by pass, in one document, so that one compare-and-set commits an outcome. */
export interface UserDocument {
  readonly userId: string
  readonly incarnation?: string | undefined
  readonly pass?: PassRecord | undefined
  readonly wrongCodes: WrongCodes
  /** On the pass that was deleted last. The next pass that the user issues for themselves starts with this count. */
  readonly wrongCodesOnDeletedPass?: number | undefined
  /** The credentials registered with this user's passes, newest last. */
  readonly registrations: readonly RegistrationRecord[]
  /** Notices that are not delivered yet, oldest first: at most 16. */
  readonly notices: readonly PendingNotice[]
  /** When the last repudiation link so far expires. The document is kept for as long. */
  readonly repudiableUntilMs?: number | undefined
  /** When the user last reported a pass as not theirs. It invalidates the identity proofs before it. */
  readonly repudiatedAtMs?: number | undefined
  /** The pass that was reported then. A repeated report of the same pass changes nothing. */
  readonly repudiatedPassId?: string | undefined
  /** Hashed idempotency keys of passes issued by `createMany`, newest last: at most 32. */
  readonly issuedKeys?: readonly string[] | undefined
  /** The pass of the newest key, until the caller of `createMany` has received its code. */
  readonly unreceivedPass?: { readonly key: string; readonly passId: string } | undefined
  /** Of the last writes, newest last. A call whose write was not acknowledged finds here whether it succeeded. */
  readonly commitIds: readonly string[]
}

const commitIdsKept = 8

/** Stands for the ids in a document that was unreadable. */
export const forgottenCommits: readonly string[] = new Array(commitIdsKept).fill('forgotten')

/** Returns whether the document says nothing about the user: it was emptied. */
export function isEmptyDocument(document: UserDocument): boolean {
  const { pass, wrongCodes, wrongCodesOnDeletedPass, registrations, notices } = document
  const { repudiableUntilMs, repudiatedAtMs, issuedKeys } = document
  const facts = [pass, wrongCodes.lockout, wrongCodesOnDeletedPass, repudiableUntilMs, repudiatedAtMs, issuedKeys]
  const count = wrongCodes.consecutive + registrations.length + notices.length
  return count === 0 && facts.every((fact) => fact === undefined)
}

/** Returns a document without facts. It has every field itself, because an absent one could be inherited. */
export function emptyUserDocument(user: DirectoryUser): UserDocument {
  const { id: userId, incarnation } = user
  return {
    userId,
    incarnation,
    pass: undefined,
    wrongCodes: noWrongCodes,
    wrongCodesOnDeletedPass: undefined,
    registrations: [],
    notices: [],
    repudiableUntilMs: undefined,
    repudiatedAtMs: undefined,
    repudiatedPassId: undefined,
    issuedKeys: undefined,
    unreceivedPass: undefined,
    commitIds: [],
  }
}

/** Returns `undefined` if the document belongs to an earlier user with the same id. */
export function documentOf(user: DirectoryUser, stored: UserDocument | undefined): UserDocument | undefined {
  return stored && stored.userId === user.id && stored.incarnation === user.incarnation ? stored : undefined
}

export function changed(document: UserDocument, commitId: string, change: Partial<UserDocument>): UserDocument {
  return { ...document, ...change, commitIds: withCommit(document.commitIds, commitId) }
}

/** Removes the pass. Its wrong codes stay on record. */
export function withoutPass({
  pass,
  wrongCodesOnDeletedPass,
}: UserDocument): Pick<UserDocument, 'pass' | 'wrongCodesOnDeletedPass'> {
  return { pass: undefined, wrongCodesOnDeletedPass: pass ? pass.wrongCodes || undefined : wrongCodesOnDeletedPass }
}

export function withCommit(commitIds: readonly string[], commitId: string): readonly string[] {
  return [...commitIds, commitId].slice(-commitIdsKept)
}

/** Returns whether ids of older writes may have been dropped. */
export function isCommitWindowFull(commitIds: readonly string[]): boolean {
  return commitIds.length >= commitIdsKept
}
