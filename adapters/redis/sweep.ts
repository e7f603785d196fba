import type { RedisContext } from './context.js'
import type { LocationBatch } from './location.js'
import { bucketNumberOf, findLocations, toBatches } from './location.js'
import { replyToTexts } from './reply.js'
import { listPastScript, removePastScript } from './scripts.js'

/** @returns the number of removed names. It includes documents that Redis has reclaimed by itself. */
export async function sweepRedis(context: RedisContext, nowMs: number, limit: number): Promise<number> {
  const now = String(Math.floor(nowMs))
  let removed = 0
  // Repeats if a concurrent sweep was faster, because a result below the limit means that no documents are left.
  for (;;) {
    const missing = limit - removed
    const past = await findLocations(context, 0, missing, (bucket, bucketLimit) => ({
      script: listPastScript,
      keys: [bucket.retention],
      parameters: [now, String(bucketLimit)],
    }))
    for (const batch of toBatches(past, bucketNumberOf)) removed += await removePast(context, batch, now)
    if (past.length < missing || removed === limit) return removed
  }
}

async function removePast({ driver }: RedisContext, batch: LocationBatch, now: string): Promise<number> {
  const [{ bucket }] = batch
  const names = batch.map(({ name }) => name)
  const keys = [bucket.index, bucket.retention, ...names.map((name) => bucket.documents + name)]
  const [count] = replyToTexts(await driver.run({ script: removePastScript, keys, parameters: [now, ...names] }))
  return Number(count)
}
