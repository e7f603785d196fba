import { describe, expect, it } from 'vitest'
import type { Tap } from '../../src/api/tap.js'
import type { Store } from '../../src/ports/store.js'
import { ended, unacknowledged } from '../laws/acknowledged/processes.js'
import { wrongCode } from '../support/codes.js'
import { jumpingTimer } from '../support/jumping-timer.js'
import { enter } from '../support/races.js'
import type { World } from '../support/world.js'
import { admin, createWorld } from '../support/world.js'
import type { StoreWrite } from './store-pair.js'
import { createStorePair } from './store-pair.js'

const bob = { actor: admin, user: 'bob' }

/** What a call may state while the write of another call, which has failed, is still on its way. */
const rows: readonly {
  readonly title: string
  readonly late: (tap: Tap) => Promise<unknown>
  readonly stating: (world: World) => Promise<unknown>
  readonly expectHeld: (world: World) => Promise<void>
}[] = [
  {
    title: 'creates no pass for a user who was forgotten since',
    late: (tap) => tap.passes.create(bob),
    stating: ({ tap }) => tap.users.forget(bob),
    expectHeld: expectNoPass,
  },
  {
    title: 'creates no pass for a user who has left the directory and was forgotten since',
    late: (tap) => tap.passes.create(bob),
    async stating({ tap, users }) {
      users.delete('bob')
      await expect(tap.users.forget(bob)).rejects.toMatchObject({ code: 'TAP_USER_NOT_FOUND' })
      users.set('bob', { id: 'bob', isEnabled: true })
    },
    expectHeld: expectNoPass,
  },
  {
    title: 'creates no pass after a delete found none',
    late: (tap) => tap.passes.create(bob),
    stating: ({ tap }) => expect(tap.passes.delete(bob)).rejects.toMatchObject({ code: 'TAP_PASS_NOT_FOUND' }),
    expectHeld: expectNoPass,
  },
  {
    title: 'changes no policy that was reset since',
    late: (tap) => tap.policy.update({ actor: admin, patch: { retentionInDays: 3 } }),
    stating: ({ tap }) => tap.policy.reset({ actor: admin }),
    async expectHeld({ tap }) {
      expect(await tap.policy.get({ actor: admin })).toMatchObject({ retentionInDays: 30 })
    },
  },
]

describe('a write that arrives after its call has failed', () => {
  for (const { title, late, stating, expectHeld } of rows) {
    it(title, async () => {
      const world = createWorld()
      const { tap, arrive } = delayed(world)
      expect(await ended(late(tap))).toMatchObject({ error: { code: 'TAP_PORT_FAILED', port: 'store' } })
      await stating(world)
      await arrive()
      await expectHeld(world)
    })
  }

  it('uses up no pass whose code its call has refused', async () => {
    const pair = createStorePair()
    const world = createWorld({ store: pair.store, policy: { wrongCodesBeforeRevocation: 1 } })
    const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: true })
    let late: StoreWrite | undefined
    const compareAndSet = async (...write: StoreWrite): Promise<boolean> => {
      if (late) return pair.store.compareAndSet(...write)
      late = write
      // Another process revokes the pass, and the standby does not answer.
      await ended(world.another(unacknowledged(pair)).signIn({ user: 'ada', code: wrongCode() }))
      throw new Error('The connection is gone')
    }
    const tap = world.another({ store: { ...pair.store, compareAndSet }, timer: jumpingTimer() })
    expect(await enter(tap, code)).toBe('revoked')
    pair.failover()
    if (late) await pair.store.compareAndSet(...late)
    expect(await world.enter(code)).not.toBe('oneTimeUsed')
  })

  it('leaves one empty document, for a day, of an id that was never known', async () => {
    const world = createWorld()
    const forgotten = world.tap.users.forget({ actor: admin, user: 'unknown' })
    await expect(forgotten).rejects.toMatchObject({ code: 'TAP_USER_NOT_FOUND' })
    const row = await world.row('unknown')
    expect(JSON.parse(row?.body ?? '')).not.toHaveProperty('pass')
    expect(row?.retainUntilMs).toBe(world.clock.now() + 86_400_000)
  })
})

async function expectNoPass({ tap }: World): Promise<void> {
  expect(await tap.passes.get(bob)).toBeUndefined()
  expect((await tap.passes.list({ actor: admin })).items).toEqual([])
}

/** A process whose writes are all on their way when its call fails. */
function delayed(world: World): { readonly tap: Tap; arrive(): Promise<void> } {
  const onTheirWay: StoreWrite[] = []
  const compareAndSet = async (...write: StoreWrite): Promise<boolean> => {
    onTheirWay.push(write)
    throw new Error('The connection is gone')
  }
  const store: Store = { ...world.store, compareAndSet }
  return {
    tap: world.another({ store, timer: jumpingTimer() }),
    async arrive() {
      for (const write of onTheirWay) await world.store.compareAndSet(...write)
    },
  }
}
