import { describe, expect, it } from 'vitest'
import { memoryStore } from '../../adapters/memory/index.js'
import type { Tap } from '../../src/api/tap.js'
import { revealRefusal } from '../../src/core/sign-in/refusal.js'
import type { Store } from '../../src/ports/store.js'
import { dayMs, secondMs } from '../support/clock.js'
import type { World, WorldOptions } from '../support/world.js'
import { admin, createWorld, wrongCode } from '../support/world.js'
import { adasKey, databaseWriter } from './database-writer.js'
import { createDatabase } from './whole-database.js'

const ada = { actor: admin, user: 'ada' }
const protections: readonly { readonly how: string; readonly options: () => WorldOptions }[] = [
  { how: 'the memory of each process', options: () => ({}) },
  { how: 'a witness', options: () => ({ witness: memoryStore() }) },
]

describe.each(protections)('with $how, an honest user', ({ options }) => {
  it('is not refused after the sweep of their document, in any process', async () => {
    const world = createWorld(options())
    const other = world.another()
    const { temporaryAccessPass: code } = await world.issue()
    expect(await enter(other, code)).toBe('signedIn')
    world.clock.advance(60 * dayMs)
    await sweepAll(other)
    expect(await world.row()).toBeUndefined()
    await expectUsable(world, [world.tap, other, world.another()])
  })

  it('is not refused after being forgotten, before and after the sweep, in any process', async () => {
    const world = createWorld(options())
    const other = world.another()
    const { temporaryAccessPass: code } = await world.issue()
    await enter(world.tap, code)
    await other.users.forget(ada)
    await expectUsable(world, [world.tap, other])
    await other.users.forget(ada)
    world.clock.advance(dayMs + secondMs)
    await sweepAll(other)
    expect(await world.row()).toBeUndefined()
    await expectUsable(world, [world.tap, other, world.another()])
  })

  it('is not refused while the clock steps back by a day', async () => {
    const world = createWorld(options())
    const { temporaryAccessPass: code } = await world.issue()
    for (let step = 0; step < 3; step += 1) {
      world.clock.advance(-dayMs / 3)
      expect(await enter(world.another(), code)).toBe('signedIn')
    }
  })

  it('is not refused by concurrent writes of two processes', async () => {
    const world = createWorld({ ...options(), policy: { wrongCodesBeforeLockout: 100 } })
    const other = world.another()
    const { temporaryAccessPass: code } = await world.issue()
    const attempts = Array.from({ length: 24 }, (_, at) => enter(at % 2 ? world.tap : other, at % 3 ? code : wrongCode))
    expect(new Set(await Promise.all(attempts))).toEqual(new Set(['signedIn', 'wrongCode']))
    const loaded = await Promise.all([world.tap, other].map((tap) => tap.passes.get(ada)))
    expect(loaded).toHaveLength(2)
  })

  it('signs in after the key was replaced, and an older row is refused still', async () => {
    const world = createWorld(options())
    const newer = { id: 'newer', secret: world.randomBytes(32) }
    const added = world.another({ keys: [...world.keys, newer] })
    const first = world.another({ keys: [newer, ...world.keys] })
    const { temporaryAccessPass: code } = await added.passes.create(ada)
    await resealAll(first)
    const removed = world.another({ keys: [newer] })
    expect(await enter(removed, code)).toBe('signedIn')
    const used = await databaseWriter(world.store).copy(adasKey)
    await removed.passes.delete(ada)
    await databaseWriter(world.store).putBack(adasKey, used)
    expect(await enter(removed, code)).toBe('rolledBack')
  })
})

describe('a process that ends at any call of the store or the witness', () => {
  it.each(['store', 'witness'] as const)('locks no user out, and no sweep after it either: %s', async (port) => {
    for (let survived = 0; ; survived += 1) {
      const database = createDatabase()
      const witness = memoryStore()
      const world = createWorld({ store: database.store, witness })
      const dying = dyingPorts({ store: database.store, witness }, port, survived)
      const isDead = await Promise.race([story(world, world.another(dying.ports)).then(() => false), dying.death])
      for (const days of [0, 2, 31, 31]) {
        world.clock.advance(days * dayMs)
        const next = world.another()
        await sweepAll(next)
        expect(await next.users.explain(ada)).not.toMatchObject({ usability: 'unreadable' })
      }
      await expectUsable(world, [world.another()])
      if (!isDead) return
    }
  })
})

describe('two reads at the same time', () => {
  it('do not refuse a user for whom another process writes between them', async () => {
    const witness = memoryStore()
    const world = createWorld({ witness })
    const { temporaryAccessPass: code } = await world.issue()
    let wrongCodes = 0
    const slow = world.another({
      witness: {
        ...witness,
        async read(keys) {
          if (wrongCodes++ === 0) await world.enter(wrongCode)
          return witness.read(keys)
        },
      },
    })
    expect(await enter(slow, code)).toBe('signedIn')
  })
})

describe('a read that took long', () => {
  it('is not refused because this process has written meanwhile', async () => {
    const store = memoryStore()
    let release: () => void = () => undefined
    const isRead = new Promise<void>((resolve) => {
      release = resolve
    })
    let isSlow = false
    const slowStore: Store = {
      ...store,
      async read(keys) {
        const documents = await store.read(keys)
        if (isSlow) await isRead
        return documents
      },
    }
    const world = createWorld({ store: slowStore })
    await world.issue()
    isSlow = true
    const explained = world.tap.users.explain(ada)
    await Promise.resolve()
    isSlow = false
    await world.enter(wrongCode)
    release()
    expect(await explained).toMatchObject({ usability: 'usable' })
  })
})

describe('a failover that loses acknowledged writes', () => {
  it('locks no user out without a witness', async () => {
    const { world, code } = await failedOver({})
    expect(await world.enter(code)).toBe('signedIn')
    expect(await enter(world.another(), code)).toBe('signedIn')
  })

  it('is refused by a witness, for the documents that were set back only', async () => {
    const { world, code, bobs } = await failedOver({ witness: memoryStore() })
    expect(await world.enter(code)).toBe('rolledBack')
    expect(await world.enter(bobs, 'bob')).toBe('signedIn')
    await world.issue()
    await expectUsable(world, [world.tap])
  })
})

describe('a restored backup', () => {
  it.each(protections)('is refused by $how until an administrator accepts it', async ({ options }) => {
    const world = createWorld({ store: memoryStore(), ...options() })
    const { store } = world
    const { temporaryAccessPass: code } = await world.issue()
    const backup = await databaseWriter(store).copy(adasKey)
    await world.enter(wrongCode)
    await world.issue('bob')
    await databaseWriter(store).putBack(adasKey, backup)
    await databaseWriter(store).takeAway({ ...adasKey, id: 'bob' })
    expect([await world.enter(code), await world.enter(code, 'bob')]).toEqual(['rolledBack', 'rolledBack'])
    expect(await acceptAll(world.tap)).toBe(1)
    expect([await world.enter(code), await world.enter(code, 'bob')]).toEqual(['signedIn', 'noPass'])
    expect(world.events.filter(({ type }) => type === 'restore.accepted')).not.toEqual([])
  })

  it('is accepted by every process that shares the witness, which protects it again', async () => {
    const witness = memoryStore()
    const world = createWorld({ witness })
    const other = world.another()
    const older = await world.issue().then(() => databaseWriter(world.store).copy(adasKey))
    await enter(other, wrongCode)
    const backup = await databaseWriter(world.store).copy(adasKey)
    await enter(other, wrongCode)
    await databaseWriter(world.store).putBack(adasKey, backup)
    await acceptAll(world.tap)
    expect(await enter(other, wrongCode)).toBe('wrongCode')
    await databaseWriter(world.store).putBack(adasKey, backup)
    expect(await enter(other, wrongCode)).toBe('rolledBack')
    await acceptAll(world.tap)
    await databaseWriter(world.store).putBack(adasKey, older)
    expect(await enter(world.another(), wrongCode)).toBe('rolledBack')
  })

  it('is accepted for its own tenant only, and only with the permission', async () => {
    const world = createWorld({ witness: memoryStore() })
    const { temporaryAccessPass: code } = await world.issue()
    const backup = await databaseWriter(world.store).copy(adasKey)
    await world.enter(wrongCode)
    await databaseWriter(world.store).putBack(adasKey, backup)
    await acceptAll(world.tap.forTenant('contoso'))
    const powerless = { kind: 'app', id: 'powerless', permissions: [] } as const
    await expect(world.tap.maintenance.acceptRestore({ actor: powerless })).rejects.toMatchObject({
      code: 'TAP_NOT_AUTHORIZED',
    })
    expect(await world.enter(code)).toBe('rolledBack')
  })
})

/** Every kind of write, some of which shorten how long the document is kept. */
async function story(world: World, tap: Tap): Promise<void> {
  const { temporaryAccessPass: code } = await tap.passes.create({ ...ada, lifetimeInMinutes: 43_200 })
  await enter(tap, wrongCode)
  await enter(tap, code)
  await tap.passes.delete(ada)
  await tap.passes.create(ada)
  await tap.users.forget(ada)
  await world.issue()
}

/** Calls beyond the survived ones are never answered. One of them is made, and its answer is lost. */
function dyingPorts(
  ports: { readonly store: Store; readonly witness: Store },
  port: 'store' | 'witness',
  survived: number,
): { readonly ports: typeof ports; readonly death: Promise<true> } {
  let calls = 0
  let die: (isDead: true) => void = () => undefined
  const death = new Promise<true>((resolve) => {
    die = resolve
  })
  const inner = ports[port]
  const dying: Store = {
    ...inner,
    async compareAndSet(...write) {
      calls += 1
      if (calls <= survived) return inner.compareAndSet(...write)
      if (calls === survived + 1 && survived % 2 === 1) await inner.compareAndSet(...write)
      die(true)
      return new Promise(() => undefined)
    },
  }
  return { ports: { ...ports, [port]: dying }, death }
}

async function failedOver(
  options: WorldOptions,
): Promise<{ readonly world: World; readonly code: string; readonly bobs: string }> {
  const database = createDatabase({ keepsWhatItShows: false })
  const world = createWorld({ ...options, store: database.store })
  const { temporaryAccessPass: code } = await world.issue()
  const { temporaryAccessPass: bobs } = await world.issue('bob')
  const failOver = await database.backUp()
  await world.enter(wrongCode)
  await failOver()
  return { world, code, bobs }
}

async function expectUsable(world: World, taps: readonly Tap[]): Promise<void> {
  for (const tap of taps) {
    world.events.length = 0
    const { temporaryAccessPass: code } = await tap.passes.create(ada)
    expect(await enter(tap, code)).toBe('signedIn')
    expect(world.events.filter(({ details }) => JSON.stringify(details).includes('rolledBack'))).toEqual([])
  }
}

async function enter(tap: Tap, code: string): Promise<unknown> {
  const result = await tap.signIn({ user: 'ada', code })
  return result.ok ? 'signedIn' : revealRefusal(result)
}

async function sweepAll(tap: Tap): Promise<void> {
  while (!(await tap.maintenance.sweep()).isDone);
}

async function resealAll(tap: Tap): Promise<void> {
  let cursor: string | undefined
  do cursor = (await tap.maintenance.reseal({ cursor })).cursor
  while (cursor !== undefined)
}

async function acceptAll(tap: Tap): Promise<number> {
  let accepted = 0
  let cursor: string | undefined
  do {
    const progress = await tap.maintenance.acceptRestore({ actor: admin, cursor, limit: 1 })
    accepted += progress.accepted
    cursor = progress.cursor
  } while (cursor !== undefined)
  return accepted
}
