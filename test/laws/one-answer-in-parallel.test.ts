import { expect, it } from 'vitest'
import { memoryStore } from '../../adapters/memory/index.js'
import type { Store } from '../../src/ports/store.js'
import { wrongCode } from '../support/codes.js'
import { createWorld } from '../support/world.js'

const attempts = 8

it.each([
  ['an unknown user', 'unknown'],
  ['a user without a pass', 'bob'],
  ['a user whose pass was used', 'eve'],
])('eight parallel wrong codes make the same store calls for %s as for a user with a pass', async (_, user) => {
  expect(await callsFor(user)).toEqual(await callsFor('ada'))
})

/** Returns the store calls of several wrong codes at the same instant. */
async function callsFor(user: string): Promise<readonly string[]> {
  const calls: string[] = []
  const world = createWorld({
    store: listened(calls),
    users: ['ada', 'bob', 'eve'].map((id) => ({ id, isEnabled: true })),
  })
  await world.issue('ada')
  const { temporaryAccessPass: used } = await world.issue('eve', { isUsableOnce: true })
  await world.enter(used, 'eve')
  // One earlier attempt each, so that every user name has its decoy.
  await world.enter(wrongCode(), user)
  calls.length = 0
  await Promise.all(Array.from({ length: attempts }, (_, index) => world.enter(wrongCode(index), user)))
  return calls.toSorted()
}

function listened(calls: string[]): Store {
  const store = memoryStore()
  return {
    ...store,
    read: (keys) => {
      calls.push('read')
      return store.read(keys)
    },
    compareAndSet: (key, expected, next) => {
      calls.push('compareAndSet')
      return store.compareAndSet(key, expected, next)
    },
  }
}
