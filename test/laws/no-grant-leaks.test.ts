import { Buffer } from 'node:buffer'
import { describe, expect, it } from 'vitest'
import type { TapOptions } from '../../src/api/options.js'
import type { Tap } from '../../src/api/tap.js'
import { isTapError } from '../../src/errors.js'
import type { Delivery } from '../../src/ports/deliverer.js'
import type { Notice } from '../../src/ports/notifier.js'
import type { Store } from '../../src/ports/store.js'
import { formsOf, leaksIn, printed } from '../support/canary.js'
import { captureOutput } from '../support/capture-output.js'
import { passkey, signIn } from '../support/signed-in.js'
import { alteredStore } from '../support/spies.js'
import { until } from '../support/time-limits.js'
import type { World } from '../support/world.js'
import { admin, createWorld } from '../support/world.js'

const printedByNow = captureOutput()
const clientInput = { clientBinding: 'session-0f8b7c55d1', attemptId: 'press-5a0c9e1b77d2' }
const ada = { actor: admin, user: 'ada' }

interface WorldWithSecrets extends World {
  readonly code: string
  readonly grant: string
  readonly token: string
  /** Texts that may appear only in the result or notice that carries them. */
  readonly secrets: readonly string[]
}

/** Ada has a multi-use pass, has signed in with it, and has the link of its notice. */
async function worldWithSecrets(): Promise<WorldWithSecrets> {
  const notices: Notice[] = []
  const world = createWorld({
    users: [{ id: 'ada', isEnabled: true, addresses: [{ channel: 'email', value: 'ada@example.com' }] }],
    notifier: async (notice) => void notices.push(notice),
  })
  const { temporaryAccessPass: code } = await world.issue()
  const { grant } = await signIn(world.tap, code, clientInput)
  await until(() => notices.length > 0, 1)
  const token = notices[0]?.repudiationToken ?? ''
  const secrets = [
    code,
    grant,
    token,
    ...token.split('.').slice(1),
    ...grant.split('.').slice(1),
    ...Object.values(clientInput),
  ]
  return { ...world, code, grant, token, secrets: secrets.flatMap(formsOf) }
}

/** Calls every verb that takes one of the secrets, with right and wrong ones, and the verbs that list the results. */
async function useEverything(tap: Tap, { code, grant, token }: WorldWithSecrets): Promise<readonly unknown[]> {
  const { clientBinding } = clientInput
  const shown = { grant, clientBinding, credential: passkey() }
  const calls: readonly (() => Promise<unknown>)[] = [
    () => tap.grants.verify({ grant, clientBinding, purpose: 'session' }),
    () => tap.grants.verify({ grant, purpose: 'session' }),
    () => tap.grants.verify({ grant, clientBinding: grant, purpose: 'session' }),
    () => tap.grants.verify({ grant: token, purpose: 'session' }),
    () => tap.grants.verify({ grant, clientBinding, purpose: grant as 'session' }),
    () => tap.grants.verify({ grant, clientBinding, user: grant, purpose: 'session' }),
    () => tap.registrations.complete(shown),
    () => tap.registrations.complete({ ...shown, grant: `${grant}x` }),
    () => tap.registrations.complete({ ...shown, credential: { id: '', type: grant } }),
    () => tap.registrations.list(ada),
    () => tap.isPassOffered({ user: 'ada' }),
    () => tap.users.explain(ada),
    () => tap.passes.create({ ...ada, deliverTo: 'print' }),
    () => tap.signIn({ user: 'ada', code, surface: code as 'browser' }),
    () => tap.maintenance.sendNotices(),
    () => tap.repudiate({ token: grant }),
    () => tap.repudiate({ token }),
    () => tap.passes.delete({ ...ada, cascade: true }),
  ]
  const ends: unknown[] = []
  for (const call of calls) ends.push(await call().catch((error: unknown) => error))
  return ends
}

async function stored(store: Store): Promise<string> {
  const pages = await Promise.all(
    ['user', 'policy', 'decoy', 'issueCount'].map((kind) => store.scan({ kind, limit: 1_000 })),
  )
  const rows = pages.flatMap(({ entries }) => entries)
  expect(rows.length).toBeGreaterThan(0)
  const decoded = rows.map(({ document }) => Buffer.from(document.seal, 'base64url').toString('latin1'))
  return [...rows.map((row) => printed(row)), ...decoded].join('\n')
}

describe('grants, links, bindings and attempt ids', () => {
  it('never leak into results, events, errors or rows', async () => {
    const world = await worldWithSecrets()
    expect(leaksIn(await stored(world.store), world.secrets)).toEqual([])
    const ends = [
      ...(await useEverything(world.tap, world)),
      await world.tap.isPassOffered({ user: world.code }),
      await world.tap.signIn({ user: world.grant, code: world.grant }),
    ]
    expect(ends.filter(isTapError).length).toBeGreaterThan(2)
    for (const [index, value] of [...ends, ...world.events].entries()) {
      // An error about an invalid grant quotes nothing of it.
      expect(leaksIn(printed(value), world.secrets), String(index)).toEqual([])
    }
    expect(leaksIn(await stored(world.store), world.secrets)).toEqual([])
    expect(printedByNow()).toBe('')
  })

  const away = async (...given: readonly unknown[]): Promise<never> => {
    throw new Error(`Refused: ${JSON.stringify(given)}`)
  }
  const failures: readonly (readonly [string, Partial<Store>, Partial<TapOptions>])[] = [
    ['failing store reads', { read: away }, {}],
    ['a store that returns invalid documents', { read: async () => [] }, {}],
    ['a failing event sink', {}, { events: away }],
    ['a failing key provider', {}, { keys: away }],
    ['a failing random source', {}, { randomBytes: () => new Uint8Array(1) }],
    ['a failing notifier', {}, { notifier: away }],
    ['a failing deliverer', {}, { deliverer: away }],
  ]

  it.each(failures)('never leak into an error or event with %s', async (_, overrides, ports) => {
    const world = await worldWithSecrets()
    const events: unknown[] = []
    const sink = (event: unknown): void => void events.push(event)
    const tap = world.another({ events: sink, store: alteredStore(world.store, overrides), ...ports })
    const ends = await useEverything(tap, world)
    expect(ends.filter(isTapError).length).toBeGreaterThan(0)
    for (const value of [...ends, ...events]) expect(leaksIn(printed(value), world.secrets)).toEqual([])
    expect(printedByNow()).toBe('')
  })
})

describe('a delivered code', () => {
  it('is readable in its delivery, and nowhere else', async () => {
    const deliveries: Delivery[] = []
    const world = createWorld({ deliverer: async (delivered) => void deliveries.push(delivered) })
    const answer = await world.tap.passes.create({ ...ada, deliverTo: 'print' })
    const secrets = formsOf(deliveries[0]?.pass.temporaryAccessPass ?? 'nothing was delivered')
    expect(await world.enter(deliveries[0]?.pass.temporaryAccessPass ?? '')).toBe('signedIn')
    for (const value of [answer, deliveries, ...world.events]) expect(leaksIn(printed(value), secrets)).toEqual([])
    expect(answer).not.toHaveProperty('temporaryAccessPass')
    expect(leaksIn(await stored(world.store), secrets)).toEqual([])
  })
})
