import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { memoryStore } from '../../adapters/memory/index.js'
import type { Store } from '../../src/ports/store.js'
import type { Journal } from '../support/spies.js'
import { alteredStore, spiedStore } from '../support/spies.js'
import type { World } from '../support/world.js'
import { admin, createWorld, wrongCode } from '../support/world.js'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

interface Situation {
  readonly world: World
  readonly code: string
  readonly journal: Journal
  readonly overrides: Partial<Store>
}

async function arrange(isUsableOnce = false): Promise<Situation> {
  const journal: Journal = []
  const overrides: Partial<Store> = {}
  const witness = spiedStore(alteredStore(memoryStore(), overrides), journal)
  const world = createWorld({ witness, journal, policy: { wrongCodesBeforeLockout: 100 } })
  const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce })
  await world.tap.policy.update({ actor: admin, patch: { retentionInDays: 31 } })
  await world.enter(wrongCode)
  journal.length = 0
  return { world, code, journal, overrides }
}

const away = () => Promise.reject(new Error('No route to the witness'))

async function failWith(
  broken: Partial<Store>,
  typed: (code: string) => { readonly user: string; readonly code: string },
): Promise<{ readonly error: unknown; readonly calls: Journal }> {
  const { world, code, journal, overrides } = await arrange()
  Object.assign(overrides, broken)
  const failed = world.tap.signIn(typed(code)).then(
    () => undefined,
    (error: unknown) => error,
  )
  await vi.advanceTimersByTimeAsync(10_000)
  return { error: await failed, calls: [...journal] }
}

const everyCode = [
  { what: 'a right code', typed: (code: string) => ({ user: 'ada', code }) },
  { what: 'a wrong code', typed: () => ({ user: 'ada', code: wrongCode }) },
  { what: 'an unknown user', typed: () => ({ user: 'eve', code: wrongCode }) },
]

describe('a witness that cannot be reached', () => {
  it.each(everyCode)('fails the sign-in before anything is written: $what', async ({ typed }) => {
    const { error, calls } = await failWith({ read: away }, typed)
    expect(error).toMatchObject({ code: 'TAP_PORT_FAILED', port: 'witness', operation: 'read' })
    expect(calls).not.toContain('write')
  })

  it('fails alike for right and wrong codes and unknown users, with the same calls', async () => {
    const seen = []
    for (const { typed } of everyCode) {
      seen.push(await failWith({ read: away }, typed))
    }
    expect(seen[1]).toEqual(seen[0])
    expect(seen[2]).toEqual(seen[0])
  })

  it('fails alike if it fails after the write of the store', async () => {
    const seen = []
    for (const { typed } of everyCode) {
      seen.push(await failWith({ compareAndSet: away }, typed))
    }
    for (const { error } of seen) {
      expect(error).toMatchObject({ code: 'TAP_PORT_FAILED', port: 'witness', operation: 'compareAndSet' })
    }
    const callsOf = seen.map(({ calls }) => calls.filter((call) => !call.startsWith('draw')).slice(0, 40))
    expect(callsOf).toEqual(callsOf.map(() => callsOf[0]))
  })

  it('locks no user out when it is back', async () => {
    const { world, code, overrides } = await arrange()
    Object.assign(overrides, { compareAndSet: away })
    const failed = world.tap.signIn({ user: 'ada', code }).catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await failed).toMatchObject({ port: 'witness' })
    Object.assign(overrides, { compareAndSet: undefined })
    expect(await world.enter(code)).toBe('signedIn')
  })

  it('signs in once after a single failed call, because the call is repeated', async () => {
    const { world, code, overrides } = await arrange(true)
    Object.assign(overrides, {
      compareAndSet: () => {
        Object.assign(overrides, { compareAndSet: undefined })
        return away()
      },
    })
    const entered = world.tap.signIn({ user: 'ada', code })
    await vi.advanceTimersByTimeAsync(2_000)
    expect(await entered).toMatchObject({ ok: true })
    expect(await world.enter(code)).toBe('oneTimeUsed')
  })

  it('is refused when the witness has an entry that was changed', async () => {
    const { world, code, overrides } = await arrange()
    const changed: Store['read'] = async (keys) =>
      keys.map(() => ({ revision: 'r', body: '{}', seal: 'AAAA', retainUntilMs: null }))
    Object.assign(overrides, { read: changed })
    await expect(world.tap.signIn({ user: 'ada', code })).rejects.toMatchObject({ port: 'witness', operation: 'read' })
  })
})
