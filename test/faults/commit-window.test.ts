import { describe, expect, it } from 'vitest'
import type { Tap } from '../../src/api/tap.js'
import type { Store } from '../../src/ports/store.js'
import { ended } from '../laws/acknowledged/processes.js'
import { minuteMs } from '../support/clock.js'
import { wrongCode } from '../support/codes.js'
import { jumpingTimer } from '../support/jumping-timer.js'
import { emails } from '../support/notified-world.js'
import { passkey, signIn } from '../support/signed-in.js'
import type { World } from '../support/world.js'
import { admin, createWorld } from '../support/world.js'
import type { StoreWrite } from './store-pair.js'

const ada = { actor: admin, user: 'ada' }
const budget = 10
const policy = { wrongCodesBeforeLockout: 100, wrongCodesBeforeRevocation: budget }
/** A document remembers eight writes, so these are fewer, as many and more. */
const counts = Array.from({ length: 13 }, (_, count) => count)

describe('a call whose answer is lost while other writes follow', () => {
  it('never stores a deleted pass again', async () => {
    for (const count of counts) {
      const world = createWorld({ policy })
      const end = await ended(
        interrupted(world, async () => {
          await guess(world, count)
          await world.tap.passes.delete(ada)
        }).passes.create(ada),
      )
      expect(end, `${count} wrong codes`).toMatchObject({
        error: { code: expect.stringMatching(/^TAP_(BUSY|CONFLICT)$/) },
      })
      expect(await world.tap.passes.get(ada), `${count} wrong codes`).toBeUndefined()
    }
  })

  it('never gives a code more guesses than its budget', async () => {
    for (const count of counts) {
      const world = createWorld({ policy })
      await world.issue()
      let compared = 0
      await ended(
        interrupted(world, async () => {
          compared += await guess(world, count)
        }).passes.create(ada),
      )
      compared += await guess(world, budget)
      expect(compared, `${count} wrong codes`).toBeLessThanOrEqual(budget)
    }
  })

  it('counts a wrong code once', async () => {
    for (const count of counts) {
      const world = createWorld({ policy: { ...policy, wrongCodesBeforeRevocation: 100 } })
      await world.issue()
      const tap = interrupted(world, () => guess(world, count))
      await ended(tap.signIn({ user: 'ada', code: wrongCode(99) }))
      const { wrongCodes } = await world.tap.users.explain(ada)
      expect(wrongCodes, `${count} wrong codes`).toBe(count + 1)
    }
  })

  it('deletes no pass that was created since', async () => {
    for (const count of counts) {
      const world = createWorld({ policy })
      await world.issue()
      let kept = ''
      const tap = interrupted(world, async () => {
        kept = (await world.issue()).id
        await guess(world, Math.min(count, budget - 1))
      })
      const { id } = (await world.tap.passes.get(ada)) ?? { id: '' }
      await ended(tap.passes.delete({ ...ada, passId: id }))
      expect(await world.tap.passes.get(ada), `${count} wrong codes`).toMatchObject({ id: kept })
    }
  })

  it('registers a credential once', async () => {
    for (const count of counts) {
      const world = createWorld({ policy })
      const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: false })
      const { grant } = await signIn(world.tap, code)
      const tap = interrupted(world, () => guess(world, Math.min(count, budget - 1)))
      await ended(tap.registrations.complete({ grant, credential: passkey() }))
      expect(await world.tap.registrations.list(ada), `${count} wrong codes`).toHaveLength(1)
    }
  })

  it('returns its code when only notices were delivered meanwhile', async () => {
    const users = [{ id: 'ada', isEnabled: true, addresses: emails }]
    let isDown = true
    const notifier = async (): Promise<void> => {
      if (isDown) throw new Error('No mail today')
    }
    const world = createWorld({ users, notifier })
    for (let pass = 0; pass < 12; pass += 1) await world.issue()
    isDown = false
    const tap = interrupted(world, async () => {
      world.clock.advance(2 * minuteMs)
      expect(await world.tap.maintenance.sendNotices()).toMatchObject({ sent: 13 })
    })
    const { temporaryAccessPass: code } = await tap.passes.create(ada)
    expect(await world.enter(code)).toBe('signedIn')
  })
})

/** A process that loses the answer to its first write, and learns of it only after `meanwhile`. */
function interrupted(world: World, meanwhile: () => Promise<unknown>): Tap {
  let isFirst = true
  const compareAndSet = async (...write: StoreWrite): Promise<boolean> => {
    const isWritten = await world.store.compareAndSet(...write)
    if (!isFirst) return isWritten
    isFirst = false
    await meanwhile()
    throw new Error('The connection is gone')
  }
  const store: Store = { ...world.store, compareAndSet }
  return world.another({ store, timer: jumpingTimer() })
}

/** Returns how many of the wrong codes were compared. */
async function guess(world: World, count: number): Promise<number> {
  let compared = 0
  for (let at = 0; at < count; at += 1) if ((await world.enter(wrongCode(at))) === 'wrongCode') compared += 1
  return compared
}
