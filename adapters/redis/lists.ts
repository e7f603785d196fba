import type { ScannedPage, ScanPage, StoredDocument } from '../../src/ports/store.js'
import type { Context } from './context.js'
import type { ScriptCall } from './driver.js'
import type { Bucket } from './key.js'
import { BUCKETS, bucketAt, bucketOf, keyToName, namesOf, nameToKey } from './key.js'
import { replyToDocument, replyToList, replyToTexts } from './reply.js'
import { LIST, LIST_PAST, READ, REMOVE_PAST } from './scripts.js'

/** Where one document is. */
export interface Place {
  readonly bucket: Bucket
  readonly name: string
}

/** A script holds the server up for as long as it runs: so many documents, a millisecond or so. */
const AT_ONCE = 100

/** One script for all on one server, one for each bucket at the same time in a cluster. Answers in the order asked. */
export async function readNames(
  { driver, guard }: Context,
  places: readonly Place[],
): Promise<readonly (StoredDocument | undefined)[]> {
  await guard.check(places.map(({ bucket }) => bucket))
  const found = new Map<Place, StoredDocument | undefined>()
  await Promise.all(
    inBatches(places, driver.isCluster ? numberOf : () => 0).map(async (batch) => {
      const keys = batch.map(({ bucket, name }) => bucket.documents + name)
      const replies = replyToList(await driver.run({ script: READ, keys, parameters: [] }))
      for (const [index, place] of batch.entries()) found.set(place, replyToDocument(replies[index]))
    }),
  )
  return places.map((place) => found.get(place))
}

export async function scan(context: Context, page: ScanPage): Promise<ScannedPage> {
  const { kind, tenantId, limit } = page
  const after = cursorToPlace(context.prefix, page)
  const { from, to } = namesOf(kind, tenantId)
  const places = await gather(context, after?.bucket.number ?? 0, limit, (bucket, wanted) => ({
    script: LIST,
    keys: [bucket.index],
    parameters: [bucket.number === after?.bucket.number ? `(${after.name}` : from, to, String(wanted)],
  }))
  const documents = await readNames(context, places)
  const entries = places.flatMap(({ name }, index) => {
    const document = documents[index]
    return document === undefined ? [] : [{ key: nameToKey(name), document }]
  })
  const last = places.at(-1)
  return places.length < limit || last === undefined ? { entries } : { entries, cursor: placeToCursor(last) }
}

/** Documents that Redis has reclaimed by itself count when their names are removed. */
export async function sweep(context: Context, nowMs: number, limit: number): Promise<number> {
  const clock = String(Math.floor(nowMs))
  let removed = 0
  // Again where another sweep was faster: fewer than the limit means that there are no more.
  for (;;) {
    const wanted = limit - removed
    const past = await gather(context, 0, wanted, (bucket, most) => ({
      script: LIST_PAST,
      keys: [bucket.retention],
      parameters: [clock, String(most)],
    }))
    for (const batch of inBatches(past, numberOf)) removed += await removePast(context, batch, clock)
    if (past.length < wanted || removed === limit) return removed
  }
}

async function removePast({ driver }: Context, batch: Batch, clock: string): Promise<number> {
  const [{ bucket }] = batch
  const names = batch.map(({ name }) => name)
  const keys = [bucket.index, bucket.retention, ...names.map((name) => bucket.documents + name)]
  const [count] = replyToTexts(await driver.run({ script: REMOVE_PAST, keys, parameters: [clock, ...names] }))
  return Number(count)
}

/**
 * Asks bucket after bucket until there are enough names, in growing strides: a crowded first one costs one question, and
 * all of them empty cost nine rounds.
 */
async function gather(
  { driver, guard, prefix }: Context,
  first: number,
  limit: number,
  question: (bucket: Bucket, wanted: number) => ScriptCall,
): Promise<readonly Place[]> {
  const places: Place[] = []
  for (let next = first, stride = 1; next < BUCKETS && places.length < limit; next += stride, stride *= 2) {
    const numbers = Array.from({ length: Math.min(stride, BUCKETS - next) }, (_, index) => next + index)
    const buckets = numbers.map((number) => bucketAt(prefix, number))
    await guard.check(buckets)
    const wanted = limit - places.length
    const answers = await Promise.all(
      buckets.map(async (bucket) => {
        const names = replyToTexts(await driver.run(question(bucket, wanted)))
        return names.map((name) => ({ bucket, name }))
      }),
    )
    places.push(...answers.flat())
  }
  return places.slice(0, limit)
}

type Batch = readonly [Place, ...Place[]]

/** What belongs together, a script's worth each. */
function inBatches(places: readonly Place[], groupOf: (place: Place) => number): readonly Batch[] {
  const open = new Map<number, [Place, ...Place[]]>()
  const full: Batch[] = []
  for (const place of places) {
    const group = groupOf(place)
    const batch = open.get(group)
    if (batch === undefined) {
      open.set(group, [place])
    } else if (batch.push(place) === AT_ONCE) {
      full.push(batch)
      open.delete(group)
    }
  }
  return [...full, ...open.values()]
}

const numberOf = ({ bucket }: Place) => bucket.number

// The position is a key: with it comes its bucket, and what is removed or written meanwhile moves nothing.
function placeToCursor({ name }: Place): string {
  const { tenantId, id } = nameToKey(name)
  return JSON.stringify([tenantId, id])
}

function cursorToPlace(prefix: string, { kind, tenantId, cursor }: ScanPage): Place | undefined {
  if (cursor === undefined) return undefined
  const [cursorTenantId, id, ...rest] = parseList(cursor)
  const isOurs = typeof cursorTenantId === 'string' && typeof id === 'string' && rest.length === 0
  if (!isOurs || (tenantId !== undefined && tenantId !== cursorTenantId)) {
    throw new RangeError('"cursor" is not one that this store gave out')
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
