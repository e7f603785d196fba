import type { StoredDocument } from '../../src/ports/store.js'
import type { RedisContext } from './context.js'
import type { RedisScriptCall } from './driver.js'
import type { Bucket } from './key.js'
import { bucketAt, bucketCount } from './key.js'
import { replyToDocument, replyToList, replyToTexts } from './reply.js'
import { readScript } from './scripts.js'

/** The bucket and the name of a document. */
export interface DocumentLocation {
  readonly bucket: Bucket
  readonly name: string
}

/** Locations for one script call. */
export type LocationBatch = readonly [DocumentLocation, ...DocumentLocation[]]

/** A script blocks the server while it runs: about a millisecond for this number of documents. */
const maxBatchSize = 100

/** Reads with one script on a single server, and with one script for each bucket, in parallel, in a cluster. */
export async function readLocations(
  { driver, serverCheck }: RedisContext,
  locations: readonly DocumentLocation[],
): Promise<readonly (StoredDocument | undefined)[]> {
  await serverCheck.check(locations.map(({ bucket }) => bucket))
  const found = new Map<DocumentLocation, StoredDocument | undefined>()
  await Promise.all(
    toBatches(locations, driver.isCluster ? bucketNumberOf : () => 0).map(async (batch) => {
      const keys = batch.map(({ bucket, name }) => bucket.documents + name)
      const replies = replyToList(await driver.run({ script: readScript, keys, parameters: [] }))
      for (const [index, location] of batch.entries()) found.set(location, replyToDocument(replies[index]))
    }),
  )
  return locations.map((location) => found.get(location))
}

/**
 * Queries bucket after bucket until `limit` names are found. The number of buckets per round doubles: a full first bucket
 * costs one query, and 256 empty buckets cost nine rounds.
 */
export async function findLocations(
  { driver, serverCheck, prefix }: RedisContext,
  firstBucket: number,
  limit: number,
  query: (bucket: Bucket, limit: number) => RedisScriptCall,
): Promise<readonly DocumentLocation[]> {
  const locations: DocumentLocation[] = []
  for (let next = firstBucket, width = 1; next < bucketCount && locations.length < limit; next += width, width *= 2) {
    const numbers = Array.from({ length: Math.min(width, bucketCount - next) }, (_, index) => next + index)
    const buckets = numbers.map((number) => bucketAt(prefix, number))
    await serverCheck.check(buckets)
    const missing = limit - locations.length
    const found = await Promise.all(
      buckets.map(async (bucket) => {
        const names = replyToTexts(await driver.run(query(bucket, missing)))
        return names.map((name) => ({ bucket, name }))
      }),
    )
    locations.push(...found.flat())
  }
  return locations.slice(0, limit)
}

/** Splits locations into batches of one group each. */
export function toBatches(
  locations: readonly DocumentLocation[],
  groupOf: (location: DocumentLocation) => number,
): readonly LocationBatch[] {
  const open = new Map<number, [DocumentLocation, ...DocumentLocation[]]>()
  const full: LocationBatch[] = []
  for (const location of locations) {
    const group = groupOf(location)
    const batch = open.get(group)
    if (batch === undefined) {
      open.set(group, [location])
    } else if (batch.push(location) === maxBatchSize) {
      full.push(batch)
      open.delete(group)
    }
  }
  return [...full, ...open.values()]
}

export function bucketNumberOf({ bucket }: DocumentLocation): number {
  return bucket.number
}
