import { isCommitWindowFull } from '../core/user-document/user-document.js'

/** Which writes a document contains. */
export interface Commits {
  /** `null`: nothing is stored. */
  readonly revision: string | null
  /** The ids of the last writes, newest last. */
  readonly ids: readonly string[]
  /** An id that stays however many writes follow: of the write that ended the pass. */
  readonly pinned?: string | undefined
}

/** The writes that one call has sent under one key, with the value that each of them decided. */
export interface SentWrites<Value> {
  isEmpty(): boolean
  /** `builtOn`: the document that the write replaces. */
  add(commitId: string, value: Value, builtOn: Commits | undefined): void
  /** Takes back a write that was certainly not stored. */
  remove(commitId: string): void
  /** Returns the write of this call that the document contains. */
  find(commits: Commits | undefined): { readonly value: Value } | undefined
  /** Notes which writes the document shows never to be stored. */
  note(commits: Commits | undefined): void
  /** Returns whether a write of this call may be stored although its id is not in the document that was noted last. */
  isAnyForgotten(commits: Commits | undefined): boolean
}

interface SentWrite<Value> {
  readonly value: Value
  readonly expected: string | null | undefined
  /** The newest id in the document that the write replaces. Its own id would follow. */
  readonly before: string | undefined
  /** Certainly not stored, and expects a revision that never comes back. */
  isOver: boolean
}

export function createSentWrites<Value>(): SentWrites<Value> {
  const writes = new Map<string, SentWrite<Value>>()

  function open(): readonly SentWrite<Value>[] {
    return [...writes.values()].filter(({ isOver }) => !isOver)
  }

  return {
    isEmpty: () => writes.size === 0,
    add: (commitId, value, builtOn) =>
      void writes.set(commitId, {
        value,
        expected: builtOn?.revision,
        before: builtOn?.ids.at(-1),
        isOver: false,
      }),
    remove: (commitId) => void writes.delete(commitId),
    find(commits) {
      for (const [commitId, { value }] of writes) if (isIn(commits, commitId)) return { value }
      return undefined
    },
    note(commits) {
      for (const [commitId, write] of writes) {
        const isAbsent = commits && !isIn(commits, commitId) && !mayHaveDropped(commits, write)
        if (isAbsent && write.expected !== commits.revision) write.isOver = true
      }
    },
    isAnyForgotten: (commits) =>
      open().some((write) => !commits || (write.expected !== commits.revision && mayHaveDropped(commits, write))),
  }
}

function isIn(commits: Commits | undefined, commitId: string): boolean {
  return commits !== undefined && (commits.ids.includes(commitId) || commits.pinned === commitId)
}

/** More writes may have followed than a document remembers. */
function mayHaveDropped({ ids }: Commits, { before }: Pick<SentWrite<unknown>, 'before'>): boolean {
  return isCommitWindowFull(ids) && (before === undefined || !ids.includes(before))
}
