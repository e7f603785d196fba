import type { ScannedPage, ScanPage } from '../../src/ports/store.js'
import type { RedisContext } from './context.js'
import { bucketOf, keyToName, namesOf, nameToKey } from './key.js'
import type { DocumentLocation } from './location.js'
import { findLocations, readLocations } from './location.js'
import { listScript } from './scripts.js'

export async function scanRedis(context: RedisContext, page: ScanPage): Promise<ScannedPage> {
  const { kind, tenantId, limit } = page
  const after = cursorToLocation(context.prefix, page)
  const { from, to } = namesOf(kind, tenantId)
  const locations = await findLocations(context, after?.bucket.number ?? 0, limit, (bucket, missing) => ({
    script: listScript,
    keys: [bucket.index],
    parameters: [bucket.number === after?.bucket.number ? `(${after.name}` : from, to, String(missing)],
  }))
  const documents = await readLocations(context, locations)
  const entries = locations.flatMap(({ name }, index) => {
    const document = documents[index]
    // Redis has reclaimed the document, and its name waits for the next sweep.
    return document === undefined ? [] : [{ key: nameToKey(name), document }]
  })
  const last = locations.at(-1)
  return locations.length < limit || last === undefined ? { entries } : { entries, cursor: locationToCursor(last) }
}

// The cursor is a key, which also gives its bucket. Removals and writes between two pages do not move it.
function locationToCursor({ name }: DocumentLocation): string {
  const { tenantId, id } = nameToKey(name)
  return JSON.stringify([tenantId, id])
}

function cursorToLocation(prefix: string, { kind, tenantId, cursor }: ScanPage): DocumentLocation | undefined {
  if (cursor === undefined) return undefined
  const [cursorTenantId, id, ...rest] = parseList(cursor)
  const isKey = typeof cursorTenantId === 'string' && typeof id === 'string' && rest.length === 0
  if (!isKey || (tenantId !== undefined && tenantId !== cursorTenantId)) {
    throw new RangeError(
      '"cursor" must be one that "scan" of this store returned: omit it to start from the first page',
    )
  }
  const key = { tenantId: cursorTenantId, kind, id }
  return { bucket: bucketOf(prefix, key), name: keyToName(key) }
}

function parseList(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(cursor)
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}
