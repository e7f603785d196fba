import { expect } from 'vitest'
import type { Store, Tap } from '../../src/index.js'
import { openStore } from '../local-servers/open-store.js'
import type { PostgresPair } from '../local-servers/postgres-pair.js'
import type { StoreAddress } from '../local-servers/store-address.js'
import { until } from '../support/time-limits.js'
import { enter, helpDesk, tapOf } from './client.js'
import type { Ended } from './verbs-on-the-wire.js'
import { created, ended } from './verbs-on-the-wire.js'

/** A completed registration and a deleted pass, whose writes are shown and not acknowledged. */
export interface UnkeptCalls {
  /** Call it once the standby is isolated. Both processes die at their writes, and another is asked what became of them. */
  ask(pair: PostgresPair): Promise<void>
  /** Checks on the promoted standby that what was stated is so. */
  expectHeld(promoted: Tap): Promise<void>
  close(): Promise<void>
}

const credential = { id: 'a-passkey', type: 'passkey' } as const
const registering = 'registering'
const deleting = 'deleting'

/** Creates two one-time passes. The user of the first has signed in and is about to register a credential. */
export async function prepareUnkeptCalls(address: StoreAddress): Promise<UnkeptCalls> {
  const [dying, living] = await Promise.all([openStore(address), openStore(address)])
  const tapOn = (store: Store): Tap => tapOf(store, { spendOn: 'registration' })
  const asked = tapOn(living.store)
  const [first, second] = [await created(asked, registering), await created(asked, deleting)]
  const entered = await asked.signIn({ user: registering, code: first })
  if (!entered.ok) throw new Error('The code was right')
  const complete = (tap: Tap) => tap.registrations.complete({ grant: entered.grant, credential })
  const remove = (tap: Tap) => tap.passes.delete({ actor: helpDesk, user: deleting })
  let stated: readonly Ended[] = []

  return {
    async ask({ showUnacknowledged }) {
      for (const call of [complete, remove]) void ended(call(tapOn(mortal(dying.store))))
      await until(async () => {
        await showUnacknowledged()
        return areShown(asked).catch(() => false)
      })
      stated = await Promise.all([ended(complete(asked)), ended(remove(asked))])
    },
    async expectHeld(promoted) {
      const [completed, removed] = stated.map((end) => !isUnknown(end))
      if (completed) expect.soft(await enter(promoted, registering, first)).toBe('oneTimeUsed')
      if (removed) expect.soft(await enter(promoted, deleting, second)).toBe('noPass')
      // No write was acknowledged, so nothing can be stated.
      expect(stated.map(isUnknown)).toEqual([true, true])
    },
    async close() {
      await Promise.all([dying.close(), living.close()])
    },
  }
}

async function areShown(tap: Tap): Promise<boolean> {
  const registrations = await tap.registrations.list({ actor: helpDesk, user: registering })
  const pass = await tap.passes.get({ actor: helpDesk, user: deleting })
  return registrations.length === 1 && pass === undefined
}

function isUnknown(end: Ended): boolean {
  return 'failed' in end && (end.failed === 'TAP_PORT_FAILED' || end.failed === 'TAP_BUSY')
}

/** The connection of a process that dies when a write fails. */
function mortal(store: Store): Store {
  let isDead = false
  return {
    ...store,
    read: (keys) => (isDead ? new Promise(() => undefined) : store.read(keys)),
    async compareAndSet(...write) {
      try {
        return await store.compareAndSet(...write)
      } catch {
        isDead = true
        return new Promise(() => undefined)
      }
    },
  }
}
