import { Buffer } from 'node:buffer'
import { serialize } from 'node:v8'
import { describe, expect, it, vi } from 'vitest'
import { memoryStore } from '../../adapters/memory/index.js'
import type { TapOptions } from '../../src/api/options.js'
import { createKeyRing } from '../../src/crypto/key-ring.js'
import { openDocument } from '../../src/crypto/seal.js'
import { isTapError } from '../../src/errors.js'
import type { Store, StoreKey } from '../../src/ports/store.js'
import { formsOf, formsOfBytes, leaksIn, printed } from '../support/canary.js'
import { captureOutput } from '../support/capture-output.js'
import { alteredStore } from '../support/spies.js'
import type { World } from '../support/world.js'
import { admin, createWorld, seededBytes } from '../support/world.js'

const adasKey: StoreKey = { tenantId: 'default', kind: 'user', id: 'ada' }
const rootKey = seededBytes(99)(32)
const keys = [{ id: '2026-11', secret: rootKey }]
const typedWrong = 'QQQQ-WWWW-EEEE-RRRR-TTTT-YYYY-9999-8888'

const printedByNow = captureOutput()

/** The results of the two verbs that take or return a code, and the errors of all verbs. */
interface Run {
  readonly answers: readonly unknown[]
  readonly errors: readonly unknown[]
}

/** Calls every verb with right and wrong inputs, and collects what they throw. */
async function everyVerb({ tap }: Pick<World, 'tap'>, code: string): Promise<Run> {
  const ada = { actor: admin, user: 'ada' }
  const calls: readonly (() => Promise<unknown>)[] = [
    () => tap.signIn({ user: 'ada', code: typedWrong }),
    () => tap.signIn({ user: 'ada', code, source: '192.0.2.1', context: { userAgent: 'test' } }),
    () => tap.signIn({ user: 'ada', code }),
    () => tap.signIn({ user: 'eve', code }),
    () => tap.signIn({ user: 'ada', code: `${code}${code}${code}` }),
    () => tap.passes.get(ada),
    () => tap.passes.get({ ...ada, passId: code }),
    () => tap.passes.list({ actor: admin }),
    () => tap.users.explain(ada),
    () => tap.users.unlock({ ...ada, justification: 'a call' }),
    () => tap.policy.get({ actor: admin }),
    () => tap.policy.update({ actor: admin, patch: { retentionInDays: 2 } }),
    () => tap.policy.update({ actor: admin, patch: { defaultLength: 1 } }),
    () => tap.policy.reset({ actor: admin }),
    () => tap.maintenance.reseal(),
    () => tap.maintenance.sweep(),
    () => tap.passes.create({ ...ada, lifetimeInMinutes: 11 }),
    () => tap.passes.create({ ...ada, lifetimeInMinutes: 1 }),
    () => tap.passes.delete(ada),
    () => tap.passes.delete(ada),
    () => tap.users.forget({ actor: admin, user: 'bob' }),
  ]
  const answers: unknown[] = []
  const errors: unknown[] = []
  for (const call of calls)
    await call().then(
      (answer) => answers.push(answer),
      (error: unknown) => errors.push(error),
    )
  return { answers, errors }
}

/** Returns the salt and the hash of the code, which are only stored sealed. */
async function verifierOf(world: World): Promise<Uint8Array> {
  const row = await world.row()
  const opened = row && openDocument({ ring: createKeyRing(keys), cryptography: 'default' }, adasKey, row)
  if (!opened?.ok) throw new Error('Does not open')
  return opened.secret
}

async function secretsOf(world: World, code: string): Promise<readonly string[]> {
  const verifier = await verifierOf(world)
  const ring = createKeyRing(keys)
  return [
    ...formsOf(code),
    ...formsOf(typedWrong),
    ...[rootKey, ring.subkey('2026-11', 'seal'), ring.subkey('2026-11', 'decoy')].flatMap(formsOfBytes),
    ...[verifier.subarray(0, 16), verifier.subarray(16)].flatMap(formsOfBytes),
  ]
}

async function stored(store: Store): Promise<string> {
  const pages = await Promise.all(['user', 'policy', 'decoy'].map((kind) => store.scan({ kind, limit: 1_000 })))
  const rows = pages.flatMap(({ entries }) => entries)
  expect(rows.length).toBeGreaterThan(0)
  const decoded = rows.map(({ document }) => Buffer.from(document.seal, 'base64url').toString('latin1'))
  return [...rows.map((row) => printed(row)), ...decoded].join('\n')
}

describe('a secret', () => {
  it('is found by the leak search where it does leak', () => {
    expect(leaksIn(printed({ deep: [{ code: 'K7MQ-Z3XW' }] }), formsOf('K7MQ-Z3XW'))).not.toEqual([])
    expect(leaksIn(printed(new Error('x', { cause: { code: 'k7mqz3xw' } })), formsOf('K7MQ-Z3XW'))).not.toEqual([])
    expect(leaksIn(printed([...rootKey]), formsOfBytes(rootKey))).not.toEqual([])
  })

  it('never appears in a result, event, error, row or log, whatever is called', async () => {
    const world = createWorld({ keys })
    const { temporaryAccessPass: code } = await world.issue()
    const secrets = await secretsOf(world, code)
    const { answers, errors } = await everyVerb(world, code)
    expect(answers.length).toBeGreaterThan(15)
    expect(errors.every(isTapError)).toBe(true)
    for (const [index, value] of [...answers, ...errors, ...world.events].entries()) {
      expect(leaksIn(printed(value), secrets), String(index)).toEqual([])
    }
    expect(leaksIn(await stored(world.store), secrets)).toEqual([])
    expect(printedByNow()).toBe('')
  })

  it('cannot be read in its row: neither the code nor its hash', async () => {
    const world = createWorld({ keys })
    const { temporaryAccessPass: code } = await world.issue()
    const secrets = await secretsOf(world, code)
    await world.enter(code)
    await world.enter(typedWrong)
    expect(leaksIn(await stored(world.store), secrets)).toEqual([])
  })

  it('never appears in an event or row when a user types the code as user name', async () => {
    const world = createWorld({ keys })
    const { temporaryAccessPass: code } = await world.issue()
    const secrets = await secretsOf(world, code)
    const result = await world.tap.signIn({ user: code, code: 'ada' })
    expect(leaksIn([result, ...world.events].map(printed).join('\n'), secrets)).toEqual([])
    expect(leaksIn(await stored(world.store), secrets)).toEqual([])
  })

  const away = async (...given: readonly unknown[]): Promise<never> => {
    throw new Error(`Refused: ${JSON.stringify(given)}`)
  }
  const failures: readonly (readonly [string, Partial<Store>, Partial<TapOptions>])[] = [
    ['failing store reads', { read: away }, {}],
    ['failing store scans and sweeps', { scan: away, sweep: away }, {}],
    ['a store that returns invalid documents', { read: async () => [] }, {}],
    ['a failing directory', {}, { directory: { findUser: away } }],
    ['a failing event sink', {}, { events: away }],
    ['a failing authorizer', {}, { authorize: away }],
    ['a failing key provider', {}, { keys: away }],
    ['a failing random source', {}, { randomBytes: () => new Uint8Array(1) }],
    ['invalid keys', {}, { keys: async () => [{ id: '2026-11', secret: rootKey.subarray(0, 31) }] }],
  ]

  it.each(failures)('never appears in an error or event with %s', async (_, overrides, ports) => {
    const world = createWorld({ keys })
    const { temporaryAccessPass: code } = await world.issue()
    const secrets = await secretsOf(world, code)
    const events: unknown[] = []
    const sink = (event: unknown): void => {
      events.push(event)
    }
    const tap = world.another({ events: sink, store: alteredStore(world.store, overrides), ...ports })
    const { errors } = await everyVerb({ tap }, code)
    expect(errors.length).toBeGreaterThan(0)
    for (const value of [...errors, ...events]) expect(leaksIn(printed(value), secrets)).toEqual([])
    expect(printedByNow()).toBe('')
  })

  it('never appears in an error when the store quotes the row that it refuses', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    try {
      const store = memoryStore()
      const world = createWorld({ keys, store })
      const { temporaryAccessPass: code } = await world.issue()
      const secrets = await secretsOf(world, code)
      const tap = world.another({ store: alteredStore(store, { compareAndSet: away }) })
      for (const call of [
        () => tap.signIn({ user: 'ada', code }),
        () => tap.signIn({ user: 'ada', code: typedWrong }),
        () => tap.passes.create({ actor: admin, user: 'ada' }),
        () => tap.passes.delete({ actor: admin, user: 'ada' }),
      ]) {
        const failed = call().catch((error: unknown) => error)
        await vi.advanceTimersByTimeAsync(10_000)
        const error = await failed
        expect(printed(error)).toContain('"version')
        expect(leaksIn(printed(error), secrets)).toEqual([])
      }
    } finally {
      vi.useRealTimers()
    }
  })

  it('never appears in the error for a wrong key', () => {
    const short = Buffer.from(rootKey.subarray(0, 31)).toString('base64url')
    const secrets = [short, `${short}!`, ...formsOfBytes(rootKey.subarray(0, 31))]
    for (const secret of [short, `${short}!`, rootKey.subarray(0, 31), { toString: () => short }, [...rootKey]]) {
      const build = (): unknown => createWorld({ keys: [{ id: 'a', secret: secret as string }] })
      expect(build).toThrow(/`keys\[0\]\.secret`/)
      expect(leaksIn(printed(thrownBy(build)), secrets)).toEqual([])
    }
  })

  it('never appears in a printed tap or key ring', async () => {
    const world = createWorld({ keys })
    const { temporaryAccessPass: code } = await world.issue()
    const secrets = await secretsOf(world, code)
    for (const value of [world.tap, world.tap.forTenant('other'), createKeyRing(keys)]) {
      expect(leaksIn(printed(value), secrets)).toEqual([])
    }
  })
})

describe('an issued pass', () => {
  it('has a code that is readable by its property name, and is never printed', async () => {
    const { issue } = createWorld()
    const pass = await issue()
    const code = pass.temporaryAccessPass
    expect(code).toMatch(/^([0-9A-Z]{4}-){11}[0-9A-Z]{4}$/)
    const secrets = formsOf(code)
    const seen = [
      printed(pass),
      printed({ pass }),
      printed([pass]),
      printed({ ...pass }),
      printed(structuredClone(pass)),
      printed(Object.entries(pass)),
      printed(Object.getOwnPropertyDescriptors(pass)),
      printed(Object.assign({}, pass)),
      serialize(pass).toString('latin1'),
      JSON.stringify({ pass }, undefined, 2),
      `${pass}`,
    ]
    for (const [index, text] of seen.entries()) expect(leaksIn(text, secrets), String(index)).toEqual([])
    console.log(pass, '%o', pass)
    expect(leaksIn(printedByNow(), secrets)).toEqual([])
  })

  it('explains in its JSON how to send the code', async () => {
    const pass = await createWorld().issue()
    expect(JSON.parse(JSON.stringify(pass)).temporaryAccessPass).toBe(
      '(not printed: send { ...pass, temporaryAccessPass: pass.temporaryAccessPass })',
    )
    const sent = JSON.parse(JSON.stringify({ ...pass, temporaryAccessPass: pass.temporaryAccessPass }))
    expect(sent).toEqual({ ...JSON.parse(JSON.stringify(pass)), temporaryAccessPass: pass.temporaryAccessPass })
  })
})

function thrownBy(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}
