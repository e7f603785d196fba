import { describe, expect, it, vi } from 'vitest'
import { memoryStore } from '../../adapters/memory/index.js'
import type { TapOptions } from '../../src/api/options.js'
import type { Directory } from '../../src/ports/directory.js'
import type { Key } from '../../src/ports/keys.js'
import type { Store } from '../../src/ports/store.js'
import type { Timer } from '../../src/ports/timer.js'
import { admin, createWorld } from '../support/world.js'

const ada = { actor: admin, user: 'ada' }
const canary = 'postgres://tap:canary-hunter2@db/tap'

async function messageWith(options: Partial<TapOptions>): Promise<string> {
  const error: unknown = await createWorld()
    .another(options)
    .passes.create(ada)
    .catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'TAP_PORT_FAILED', messageParameters: { problem: expect.anything() } })
  return (error as Error).message
}

const returning = (value: unknown): { readonly directory: Directory } => ({
  directory: { findUser: async () => value as never },
})
const storeWith = (
  methods: Partial<Record<Exclude<keyof Store, 'keepsWhatItShows' | 'sendsOnce'>, () => unknown>>,
): { readonly store: Store } => ({
  store: { ...memoryStore(), ...(methods as Partial<Store>) },
})
/** A timer whose every look is a second later, so that no retry takes time. */
function hasty(): Timer {
  let seconds = 0
  return { now: () => 1_000 * ++seconds, wait: async () => undefined, within: async (_, work) => work() }
}
const selfCaused: { cause?: unknown } = {}
selfCaused.cause = selfCaused
function thrower(): never {
  throw new Error('trap')
}
const failing = (properties: object): { readonly store: Store } =>
  storeWith({ read: async () => Promise.reject(Object.assign(new Error(canary), properties)) })

describe('the message of a failed port says what the port did wrong', () => {
  it.each<[string, Partial<TapOptions>, string]>([
    [
      'an id that is a number',
      returning({ id: 7, isEnabled: true }),
      'findUser must return an id of 1 to 512 characters; it returned a number.',
    ],
    [
      'an id that is too long',
      returning({ id: 'x'.repeat(513), isEnabled: true }),
      'it returned text of 513 characters.',
    ],
    [
      'no isEnabled',
      returning({ id: 'ada' }),
      'findUser must return isEnabled as true or false; it returned undefined.',
    ],
    ['a user as text', returning('ada'), 'findUser must return a user or undefined; it returned text of 3 characters.'],
    [
      'a list of roles with a number',
      returning({ id: 'ada', isEnabled: true, roles: ['a', 7] }),
      'findUser must return roles as a list of texts; it returned a list with a number.',
    ],
    [
      'too few documents',
      storeWith({ read: async () => [] }),
      'read must return an array with one entry for each of the 2 keys; it returned a list of 0.',
    ],
    [
      'a document that is none',
      storeWith({ read: async () => [{}, {}] }),
      'read must return a document or undefined for each key; it returned an object.',
    ],
    [
      'a write that says nothing',
      { ...storeWith({ compareAndSet: async () => undefined }), timer: hasty() },
      'compareAndSet must return true or false; it returned undefined.',
    ],
    ['too few random bytes', { randomBytes: () => new Uint8Array(3) }, 'bytes; it returned a Uint8Array of 3 bytes.'],
    [
      'a clock of text',
      { clock: () => canary as never },
      'milliseconds since the Unix epoch; it returned text of 36 characters.',
    ],
    [
      'no keys',
      { keys: async () => [] },
      '`keys` must have at least one key. Create one with: npx temporary-access-pass keygen',
    ],
    [
      'a provider of nothing',
      { keys: async () => undefined as never },
      '`keys` must be an array of objects with id and secret, not undefined.',
    ],
    [
      'a short key',
      { keys: async () => [{ id: 'a', secret: 'canary' }] },
      '`keys[0].secret` must be 32 bytes or more, as a Uint8Array or as base64 or base64url text. Create one with: npx',
    ],
    [
      'a missing table',
      failing({ missingTable: 'tap_documents' }),
      'The table tap_documents does not exist: call store.createSchema()',
    ],
    ['an unreachable server', failing({ code: 'ECONNREFUSED' }), 'Its server cannot be reached.'],
    ['a lost connection, wrapped', failing({ cause: { code: 'ECONNRESET' } }), 'Its server cannot be reached.'],
    ['a client that gave up', failing({ name: 'MaxRetriesPerRequestError' }), 'Its server cannot be reached.'],
    ['a client that was closed', failing({ message: 'The client is closed' }), 'Its server cannot be reached.'],
    [
      'a store that refused',
      failing({ name: 'StoreError', outcome: 'notWritten' }),
      'Nothing was written, and the same call',
    ],
    ['anything else', failing({}), 'The store port failed during "read". See the cause of this error.'],
  ])('%s', async (_, options, sentence) => {
    const message = await messageWith(options)
    expect(message).toContain(sentence)
    expect(message).not.toMatch(/canary|hunter2/)
  })

  it('a deadline, whatever the timer rejects with', async () => {
    vi.useFakeTimers()
    try {
      const failed = messageWith(storeWith({ read: () => new Promise(() => undefined) }))
      await vi.advanceTimersByTimeAsync(5_000)
      expect(await failed).toContain('The store port failed during "read". It took longer than 5 s.')
    } finally {
      vi.useRealTimers()
    }
  })

  it('quotes no name of a table that a port made up', async () => {
    expect(await messageWith(failing({ missingTable: canary }))).not.toContain('canary')
  })

  it.each([
    ['an error with a field that throws', Object.defineProperty(new Error('x'), 'code', { get: thrower })],
    ['a proxy that throws', new Proxy({}, { get: thrower, getPrototypeOf: thrower })],
    ['an error that is its own cause', Object.assign(new Error('x'), selfCaused)],
    ['no error', 'canary'],
  ])('whatever it throws: %s', async (_, thrown) => {
    const message = await messageWith(storeWith({ read: async () => Promise.reject(thrown) }))
    expect(message).toBe('The store port failed during "read". See the cause of this error.')
  })

  it('as an option of createTap, with the name of the key and without the secret', () => {
    const build = (keys: unknown) => () => createWorld({ keys: keys as readonly Key[] })
    expect(build([{ id: 'a', secret: 'canary' }])).toThrow(RangeError)
    expect(build([{ id: 'a', secret: 'canary' }])).toThrow(/^createTap: `keys\[0\]\.secret` must be 32 bytes .*keygen$/)
    expect(build([{ id: 'a', secret: 7 }])).toThrow(TypeError)
    expect(build([{ id: 'a b', secret: canary }])).toThrow(/^createTap: `keys\[0\]\.id` must be text of 1 to 64/)
  })
})
