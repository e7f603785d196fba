import { describe, expect, it } from 'vitest'
import { memoryDirectory, memoryStore } from '../adapters/memory/index.js'
import type { Timer } from '../src/index.js'
import { createTap } from '../src/index.js'
import { admin } from './support/world.js'

const secret = new Uint8Array(32)
const required = { store: memoryStore(), directory: memoryDirectory([]), keys: [{ id: 'test', secret }] }
/** No time passes. */
const standingTimer: Timer = { now: () => 0, wait: async () => undefined, within: async (_, work) => work() }
const create = (options: unknown) => () => createTap(options as never)

describe('createTap', () => {
  it.each([
    ['nothing', undefined, TypeError, 'pass an object with store, directory and keys, not undefined'],
    [
      'an unknown option',
      { ...required, storage: 1 },
      TypeError,
      '`storage` is not an option. Remove it, or use one of store,',
    ],
    ['no store', { ...required, store: undefined }, TypeError, '`store` must be an object with the methods read,'],
    [
      'a store without scan',
      { ...required, store: { read() {}, compareAndSet() {}, sweep() {} } },
      TypeError,
      '`store.scan` must be a function, not undefined. Create one with',
    ],
    [
      'a function as directory',
      { ...required, directory: () => undefined },
      TypeError,
      '`directory` must be an object with the method findUser, not a function',
    ],
    [
      'one key',
      { ...required, keys: { id: 'test', secret } },
      TypeError,
      '`keys` must be an array of { id, secret }, or a function that returns one, not an object',
    ],
    [
      'a sink that is no function',
      { ...required, events: console },
      TypeError,
      '`events` must be a function, not an object',
    ],
    [
      'a timer without within',
      { ...required, timer: { now() {}, wait() {} } },
      TypeError,
      '`timer.within` must be a function, not undefined. Leave it out in production',
    ],
    [
      'an unknown suite',
      { ...required, cryptography: 'FIPS' },
      RangeError,
      '`cryptography` must be "default" or "fips", not "FIPS"',
    ],
    ['hashing as a number', { ...required, hashing: 4 }, TypeError, '`hashing` must be an object such as'],
    [
      'too much concurrency',
      { ...required, hashing: { concurrency: 65 } },
      RangeError,
      '`hashing.concurrency` must be a whole number from 1 to 64, not 65',
    ],
    [
      'a queue as text',
      { ...required, hashing: { queue: '8' } },
      TypeError,
      '`hashing.queue` must be a whole number from 0 to 10000, not "8"',
    ],
    [
      'an empty tenant',
      { ...required, tenantId: '' },
      RangeError,
      '`tenantId` must be a string of 1 to 512 well-formed characters, not ""',
    ],
    [
      'a wrong policy field',
      { ...required, policy: { state: 'on' } },
      RangeError,
      '`policy.state` must be "enabled" or "disabled", not "on"',
    ],
  ])('refuses %s, and says what is allowed', (_, options, kind, message) => {
    expect(create(options)).toThrow(kind)
    expect(create(options)).toThrow(message)
  })

  it('waits on the timer that it was given, and on no other', async () => {
    const waits: number[] = []
    const timer: Timer = { ...standingTimer, wait: async (ms) => void waits.push(ms) }
    const store = { ...memoryStore(), compareAndSet: async () => waits.length > 2 }
    await createTap({ ...required, store, timer }).policy.update({ actor: admin, patch: { retentionInDays: 3 } })
    expect(waits).toHaveLength(3)
  })

  it.each([
    ['throws', { now: () => fail('No time'), wait: () => fail('No time') }],
    ['returns no number', { now: () => Number.NaN, wait: async () => undefined }],
    ['rejects', { now: () => 0, wait: () => Promise.reject(new Error('No time')) }],
  ])('fails a call with a typed error when the timer %s', async (_, broken) => {
    const store = { ...memoryStore(), compareAndSet: async () => false }
    const tap = createTap({ ...required, store, timer: { ...standingTimer, ...broken } })
    const failed = tap.policy.update({ actor: admin, patch: { retentionInDays: 3 } })
    await expect(failed).rejects.toMatchObject({ code: 'TAP_PORT_FAILED', port: 'timer' })
  })

  it('repeats no value that could be a secret', () => {
    const url = 'postgres://tap:hunter2@db/tap'
    for (const name of ['store', 'directory', 'keys', 'events', 'surfaces', 'hashing']) {
      expect(create({ ...required, [name]: url })).toThrow(/not a string/)
      expect(create({ ...required, [name]: url })).not.toThrow(/hunter2/)
    }
  })
})

function fail(message: string): never {
  throw new Error(message)
}
