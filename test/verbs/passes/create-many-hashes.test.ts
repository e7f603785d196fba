import { expect, it, vi } from 'vitest'
import type { hashCode } from '../../../src/crypto/verifier.js'
import { admin, createWorld } from '../../support/world.js'
import { newUsers, outcomesOf, rowsFor } from './run-rows.js'

const hashes = vi.hoisted(() => ({ now: 0, most: 0, begun: 0 }))

vi.mock('../../../src/crypto/verifier.js', async (importOriginal) => {
  const actual = await importOriginal<typeof import('../../../src/crypto/verifier.js')>()
  const counted: typeof hashCode = async (...asked) => {
    hashes.begun += 1
    hashes.now += 1
    hashes.most = Math.max(hashes.most, hashes.now)
    try {
      return await actual.hashCode(...asked)
    } finally {
      hashes.now -= 1
    }
  }
  return { ...actual, hashCode: counted }
})

it('a run hashes one code at a time, and lets a help desk call in between', async () => {
  const { tap } = createWorld({ users: newUsers(7), policy: { defaultLength: 8 }, hashing: { queue: 1 } })
  const rows = rowsFor(newUsers(6).map(({ id }) => id))
  let desk: Promise<number> | undefined
  const outcomes: string[] = []
  for await (const result of tap.passes.createMany({ actor: admin, rows, concurrency: 8 })) {
    outcomes.push(...outcomesOf([result]))
    desk ??= hashesUntilIssued()
  }
  expect(new Set(outcomes)).toEqual(new Set(['created']))
  expect(hashes.most).toBe(1)
  // The help desk's hash, the one in progress, and the one that was queued while the help desk's call was read.
  expect(await desk).toBeLessThanOrEqual(3)

  async function hashesUntilIssued(): Promise<number> {
    const before = hashes.begun
    await tap.passes.create({ actor: admin, user: 'user6' })
    return hashes.begun - before
  }
})
