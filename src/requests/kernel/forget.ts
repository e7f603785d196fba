import type { Deps } from '../../kernel/deps.js'
import type { DirectoryUser } from '../../ports/directory.js'
import type { StoreEntry } from '../../ports/store.js'
import { standingId, standingKey } from '../model/requester.js'
import { requestKind } from '../model/store-key.js'
import { openRequest } from './change-request.js'

const rowsAtOnce = 500

/**
 * Removes what a person who has left ever asked for, and how they stood. Asked again it finds what came meanwhile, or what a
 * crash left.
 *
 * @returns whether there was anything.
 */
export async function forgetRequests(deps: Deps, user: DirectoryUser): Promise<boolean> {
  const { tenantId, ports } = deps
  const key = standingKey(tenantId, standingId({ userId: user.id }))
  const [standing] = await ports.read([key])
  let isFound = standing !== undefined && (await ports.compareAndSet(key, standing.revision, null))
  let cursor: string | undefined
  do {
    const page = await ports.scan({ kind: requestKind, tenantId, cursor, limit: rowsAtOnce })
    for (const entry of page.entries) isFound = (await forgetRequest(deps, user, entry)) || isFound
    cursor = page.cursor
  } while (cursor !== undefined)
  return isFound
}

async function forgetRequest(deps: Deps, user: DirectoryUser, { key, document }: StoreEntry): Promise<boolean> {
  if (key.tenantId !== deps.tenantId || !document.body.includes(JSON.stringify(user.id))) return false
  const { request } = openRequest(deps, await deps.ports.keyRing(), key, document)
  if (request?.person?.id !== user.id) return false
  return deps.ports.compareAndSet(key, document.revision, null)
}
