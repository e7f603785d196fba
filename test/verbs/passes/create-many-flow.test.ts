import { describe, expect, it } from 'vitest'
import type { CreateManyRow, PassRow } from '../../../src/api/passes.js'
import { rounds } from '../../support/rounds.js'
import { admin, createWorld } from '../../support/world.js'
import { newUsers, outcomesOf, rowsFor, runRows } from './run-rows.js'

describe('the rows of a run', () => {
  it('are read ahead of the results by at most the concurrency', async () => {
    const count = rounds(20_000)
    let read = 0
    let furthest = 0
    let returned = 0
    function* rows(): Generator<PassRow> {
      for (; read < count; ) {
        read += 1
        yield { user: `user${read}`, idempotencyKey: 'hires' }
      }
    }
    const directory = { findUser: async ({ user }: { readonly user: string }) => ({ id: user, isEnabled: true }) }
    const { tap, events } = createWorld({ directory })
    for await (const { outcome } of tap.passes.createMany({
      actor: admin,
      rows: rows(),
      concurrency: 5,
      isDryRun: true,
    })) {
      if (outcome !== 'planned') throw new Error(outcome)
      furthest = Math.max(furthest, read - returned)
      returned += 1
      events.length = 0
    }
    expect(returned).toBe(count)
    expect(furthest).toBe(5)
  })

  it('are not read while the caller asks for no result', async () => {
    let read = 0
    function* rows(): Generator<PassRow> {
      for (const row of rowsFor(newUsers(50).map(({ id }) => id))) {
        read += 1
        yield row
      }
    }
    const { tap } = createWorld({ users: newUsers(50) })
    const results = tap.passes.createMany({ actor: admin, rows: rows(), concurrency: 3 })
    expect(read).toBe(0)
    await results.next()
    const before = read
    await turnsOfTheLoop(20)
    expect(read).toBe(before)
    expect(read).toBeLessThanOrEqual(3)
    await results.return()
  })

  it('are in progress up to the limit and never beyond', async () => {
    const { another, users } = createWorld({ users: newUsers(30) })
    let now = 0
    let most = 0
    const directory = {
      async findUser({ user }: { readonly user: string }) {
        now += 1
        most = Math.max(most, now)
        await turnsOfTheLoop(2)
        now -= 1
        return users.get(user)
      },
    }
    for (const concurrency of [1, 4, 16]) {
      most = 0
      const rows = rowsFor([...users.keys()], { idempotencyKey: `at once ${concurrency}` })
      await runRows(another({ directory }), rows, { concurrency })
      expect(most).toBe(concurrency)
    }
  })

  it('may wait for the result of the row before', async () => {
    const answered: CreateManyRow[] = []
    let respond = (): void => undefined
    async function* rows(): AsyncGenerator<PassRow> {
      for (const row of rowsFor(['ada', 'bob'])) {
        const isAnswered = new Promise<void>((resolve) => {
          respond = resolve
        })
        yield row
        await isAnswered
      }
    }
    for await (const result of createWorld().tap.passes.createMany({ actor: admin, rows: rows() })) {
      answered.push(result)
      respond()
    }
    expect(outcomesOf(answered)).toEqual(['created', 'created'])
  })

  it('end with their error, after the results of the rows before it', async () => {
    const cause = new Error('The file ends in the middle of a row')
    async function* rows(): AsyncGenerator<PassRow> {
      yield* rowsFor(['ada', 'bob'])
      throw cause
    }
    const outcomes: string[] = []
    const run = async (): Promise<void> => {
      for await (const { outcome } of createWorld().tap.passes.createMany({ actor: admin, rows: rows() })) {
        outcomes.push(outcome)
      }
    }
    await expect(run()).rejects.toBe(cause)
    expect(outcomes).toEqual(['created', 'created'])
  })

  it('end with an error if they are not iterable after all', async () => {
    for (const rows of [
      { [Symbol.iterator]: () => ({ next: () => undefined }) },
      { [Symbol.asyncIterator]: () => 7 },
    ]) {
      await expect(runRows(createWorld().tap, rows as never)).rejects.toThrow(TypeError)
    }
  })
})

describe('a stopped run', () => {
  it('reads no further row, finishes the rows in progress, and closes the source', async () => {
    let read = 0
    let isLetGo = false
    function* rows(): Generator<PassRow> {
      try {
        for (const row of rowsFor(newUsers(50).map(({ id }) => id))) {
          read += 1
          yield row
        }
      } finally {
        isLetGo = true
      }
    }
    const { tap, events, store } = createWorld({ users: newUsers(50) })
    for await (const { index } of tap.passes.createMany({ actor: admin, rows: rows(), concurrency: 4 })) {
      if (index === 10) break
    }
    expect(isLetGo).toBe(true)
    const stored = await store.scan({ kind: 'user', limit: 100 })
    const begun = events.length
    expect(stored.entries).toHaveLength(begun)
    // One row may have been read and not started yet.
    expect(read - begun).toBeLessThanOrEqual(1)
    expect(begun).toBeLessThanOrEqual(10 + 4)
    const readThen = read
    await turnsOfTheLoop(20)
    expect([events.length, read]).toEqual([begun, readThen])
  })

  it('ends once the rows in progress have ended', async () => {
    const { another, users, events } = createWorld()
    let release = (): void => undefined
    const blocked = new Promise<void>((resolve) => {
      release = resolve
    })
    const directory = {
      async findUser({ user }: { readonly user: string }) {
        if (user === 'bob') await blocked
        return users.get(user)
      },
    }
    const results = another({ directory }).passes.createMany({ actor: admin, rows: rowsFor(['ada', 'bob']) })
    await results.next()
    let isOver = false
    const over = results.return().then(() => {
      isOver = true
    })
    await turnsOfTheLoop(20)
    expect([isOver, events.length]).toEqual([false, 1])
    release()
    await over
    expect(events).toHaveLength(2)
  })

  it('does not wait for a row that never arrives', async () => {
    async function* rows(): AsyncGenerator<PassRow> {
      yield* rowsFor(['ada'])
      await new Promise(() => undefined)
    }
    for await (const { outcome } of createWorld().tap.passes.createMany({ actor: admin, rows: rows() })) {
      expect(outcome).toBe('created')
      break
    }
  })
})

async function turnsOfTheLoop(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}
