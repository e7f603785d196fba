import type { DocumentKind } from '../core/documents/document-kinds.js'
import { documentKinds } from '../core/documents/document-kinds.js'
import type { KeyRing } from '../crypto/key-ring.js'
import { openDocument } from '../crypto/seal.js'
import type { StoreEntry, StoreKey } from '../ports/store.js'
import { commit } from './commit.js'
import type { Deps } from './deps.js'

const rowsPerScan = 500

/**
 * Removes every document of a user except the user document itself. Running it again removes what another call wrote
 * meanwhile, or what a crash left behind.
 *
 * @returns whether it found any.
 */
export async function removeUserDocuments(deps: Deps, userId: string): Promise<boolean> {
  let isFound = false
  for (const kind of documentKinds) {
    if (kind.keyOfUser) isFound = (await remove(deps, kind.keyOfUser(deps.tenantId, userId))) || isFound
    if (kind.userIdOf) isFound = (await removeByScan(deps, kind, userId)) || isFound
  }
  return isFound
}

/** Removes the document, whatever is written to it meanwhile. Returns whether there was one. */
function remove(deps: Deps, key: StoreKey): Promise<boolean> {
  let isFound = false
  return commit(deps, key, {
    read: async () => (await deps.ports.read([key]))[0].stored,
    decide: (stored) => {
      isFound ||= stored !== undefined
      const write = stored && { key, expected: stored.revision, next: null }
      return { value: isFound, write, isRepeatable: true }
    },
    commits: () => undefined,
    // What is absent cannot be stored again. A late write expects a revision that never comes back.
    rewrite: () => undefined,
  })
}

async function removeByScan(deps: Deps, { kind, userIdOf }: DocumentKind, userId: string): Promise<boolean> {
  const { tenantId, ports } = deps
  const ring = await ports.keyRing()
  let isFound = false
  let cursor: string | undefined
  do {
    const page = await ports.scan({ kind, tenantId, cursor, limit: rowsPerScan })
    for (const { key, shown } of page.entries) {
      const document = shown.stored
      if (!document || !belongsTo(deps, ring, { key, document }, userId, userIdOf)) continue
      isFound = (await remove(deps, key)) || isFound
    }
    cursor = page.cursor
  } while (cursor !== undefined)
  return isFound
}

function belongsTo(
  { tenantId, cryptography }: Deps,
  ring: KeyRing,
  { key, document }: StoreEntry,
  userId: string,
  userIdOf: DocumentKind['userIdOf'],
): boolean {
  // Most documents belong to other users, and searching the text is cheaper than opening each one.
  if (key.tenantId !== tenantId || !document.body.includes(JSON.stringify(userId))) return false
  return openDocument({ ring, cryptography }, key, document).ok && userIdOf?.(document.body) === userId
}
