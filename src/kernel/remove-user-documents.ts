import type { DocumentKind } from '../core/documents/document-kinds.js'
import { documentKinds } from '../core/documents/document-kinds.js'
import type { KeyRing } from '../crypto/key-ring.js'
import { openDocument } from '../crypto/seal.js'
import type { StoreEntry } from '../ports/store.js'
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
    if (kind.keyOfUser) isFound = (await removeByKey(deps, kind.keyOfUser(deps.tenantId, userId))) || isFound
    if (kind.userIdOf) isFound = (await removeByScan(deps, kind, userId)) || isFound
  }
  return isFound
}

async function removeByKey({ ports }: Deps, key: StoreEntry['key']): Promise<boolean> {
  const [{ stored }] = await ports.read([key])
  return stored !== undefined && ports.compareAndSet(key, stored.revision, null)
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
      isFound = (await ports.compareAndSet(key, document.revision, null)) || isFound
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
