import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Tap } from '../../src/api/tap.js'
import type { Store } from '../../src/ports/store.js'
import { wrongCode } from '../support/codes.js'
import { countOf, enter, enterAll, impatient, runs } from '../support/races.js'
import type { World } from '../support/world.js'
import { admin, createWorld } from '../support/world.js'
import { everyPublicVerb, shownWorld } from '../verbs/every-public-verb.js'
import { everyVerb } from '../verbs/every-verb.js'
import type { Loss } from './losing-store.js'
import { inTurn, losingStore, losses } from './losing-store.js'

const ada = { actor: admin, user: 'ada' }
const someLosses = fc.array(fc.constantFrom(...losses), { maxLength: 8 })
const lossesAlone = losses.filter((loss) => loss !== 'none')

describe('a call whose store response is lost', () => {
  it.each(lossesAlone)('signs one user in with a one-time pass, once (%s)', async (loss) => {
    const world = createWorld()
    const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: true })
    const tap = losing(world, inTurn([loss]))
    expect(await enter(tap, code)).toBe('signedIn')
    expect(await enter(tap, code)).toBe('oneTimeUsed')
  })

  it.each(lossesAlone)('counts a wrong code once (%s)', async (loss) => {
    const world = createWorld()
    await world.issue()
    expect(await enter(losing(world, inTurn([loss])), wrongCode())).toBe('wrongCode')
    expect((await world.tap.users.explain(ada)).wrongCodes).toBe(1)
  })

  it.each(lossesAlone)('creates a pass whose code signs in (%s)', async (loss) => {
    const world = createWorld()
    await world.issue()
    const pass = await losing(world, inTurn([loss])).passes.create(ada)
    expect(await world.tap.passes.get(ada)).toMatchObject({ id: pass.id })
    expect(await world.enter(pass.temporaryAccessPass)).toBe('signedIn')
  })

  it.each(lossesAlone)('deletes, forgets, updates and resets exactly once (%s)', async (loss) => {
    const world = createWorld()
    const { id } = await world.issue()
    const tap = losing(world, inTurn([loss]))
    expect(await tap.passes.delete(ada)).toEqual({ userId: 'ada', passId: id, registrations: [] })
    expect(await world.tap.passes.get(ada)).toBeUndefined()
    const forgetting = losing(world, inTurn([loss]))
    await forgetting.users.forget(ada)
    expect((await world.row())?.body ?? '').not.toContain('"pass"')
    const updating = losing(world, inTurn([loss]))
    await updating.policy.update({ actor: admin, patch: { retentionInDays: 3 } })
    expect((await world.tap.policy.get({ actor: admin })).retentionInDays).toBe(3)
    const resetting = losing(world, inTurn([loss]))
    await resetting.policy.reset({ actor: admin })
    expect((await world.tap.policy.get({ actor: admin })).retentionInDays).toBe(30)
  })

  it.each(lossesAlone)('registers and repudiates a credential once (%s)', async (loss) => {
    const world = await shownWorld()
    const complete = everyPublicVerb.find(({ verb }) => verb === 'registrations.complete')
    expect(await complete?.call(losing(world, inTurn([loss])), world.shown)).toMatchObject({ ok: true })
    expect(await world.tap.registrations.list(ada)).toHaveLength(1)
    const undone = await losing(world, inTurn([loss])).repudiate({ token: world.shown.token })
    expect(undone).toMatchObject({ ok: true, deleted: { registrations: [{ userId: 'ada' }] } })
    expect(await world.tap.registrations.list(ada)).toEqual([])
  })

  it('trusts its own found write only after one more write', async () => {
    const world = createWorld()
    const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: true })
    const revisions: unknown[] = []
    const tap = losing(world, inTurn(['answerLost', 'answerLost']), (write) => revisions.push(write))
    expect(await enter(tap, code)).toBe('signedIn')
    expect(revisions).toHaveLength(3)
    const [spent, again, last] = revisions as Parameters<Store['compareAndSet']>[]
    expect([again?.[1], last?.[1]]).toEqual([spent?.[2]?.revision, again?.[2]?.revision])
    expect([again?.[2]?.body, last?.[2]?.body]).toEqual([spent?.[2]?.body, spent?.[2]?.body])
  })

  it('is a conflict when its new pass was replaced meanwhile', async () => {
    const world = createWorld()
    let isReplaced = false
    const store: Store = {
      ...world.store,
      async compareAndSet(...write) {
        const isWritten = await world.store.compareAndSet(...write)
        if (isReplaced) return isWritten
        isReplaced = true
        await world.issue()
        throw new Error('The connection is gone')
      },
    }
    const creating = world.another({ store }).passes.create(ada)
    await expect(creating).rejects.toMatchObject({ code: 'TAP_CONFLICT' })
    expect(world.events.at(-1)).toMatchObject({ type: 'call.failed', details: { code: 'TAP_CONFLICT' } })
  })
})

describe('randomly lost store responses', () => {
  // Timers run ahead, so that no pause takes time.
  beforeEach(() => void vi.useFakeTimers().setTimerTickMode('nextTimerAsync'))
  afterEach(() => void vi.useRealTimers())

  const processes = fc.integer({ min: 1, max: 3 })

  it('let a one-time pass sign in once, in up to three processes', async () => {
    await fc.assert(
      fc.asyncProperty(processes, someLosses, fc.integer({ min: 1, max: 6 }), async (count, list, attempts) => {
        const world = createWorld()
        const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: true })
        const taps = losingProcesses(world, count, inTurn(list))
        const entered = await enterAll(taps, new Array(attempts).fill(code))
        expect(countOf(entered, 'signedIn')).toBe(1)
        expect(await world.enter(code)).toBe('oneTimeUsed')
      }),
      runs(0.6),
    )
  })

  it('leave one valid code of all returned codes', async () => {
    await fc.assert(
      fc.asyncProperty(processes, someLosses, async (count, list) => {
        const world = createWorld()
        const taps = losingProcesses(world, count, inTurn(list))
        const creating = await Promise.allSettled([0, 1, 2].map((at) => taps[at % count]?.passes.create(ada)))
        const codes = creating.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
        for (const end of creating) if (end.status === 'rejected') expect(end.reason.code).toBe('TAP_CONFLICT')
        const entered = await Promise.all(codes.map((pass) => world.enter(pass?.temporaryAccessPass ?? '')))
        // The call with the last write returned its code, whatever was lost.
        expect(countOf(entered, 'signedIn')).toBe(1)
      }),
      runs(0.6),
    )
  })

  it('allow no more than the budget of 200 parallel guesses', async () => {
    await fc.assert(
      fc.asyncProperty(processes, fc.infiniteStream(fc.nat(9)), async (count, dice) => {
        const world = createWorld()
        const { temporaryAccessPass: code } = await world.issue()
        const next = (): Loss => lossesAlone[dice.next().value ?? 9] ?? 'none'
        const fourOfTen = (): Loss => ((dice.next().value ?? 9) < 4 ? next() : 'none')
        const guesses = Array.from({ length: 200 }, (_, index) => wrongCode(index))
        const taps = losingProcesses(world, count, fourOfTen)
        const ends = await Promise.allSettled(guesses.map((guess, at) => enter(taps[at % count], guess)))
        const entered = ends.map((end) => (end.status === 'fulfilled' ? end.value : end.reason.code))
        expect(countOf(entered, 'wrongCode')).toBeLessThanOrEqual(10)
        expect(countOf(entered, 'wrongCode') + countOf(entered, 'lockedOut')).toBeGreaterThan(10)
        expect(await world.enter(code)).toBe('lockedOut')
      }),
      runs(0.03),
    )
  })
})

describe('a store without acknowledged writes', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const writing = [
    ...everyVerb.filter(({ isWriting }) => isWriting).map(({ name, call }) => ({ name, run: callOn(call) })),
    { name: 'signIn with the right code', run: (tap: Tap, code: string) => tap.signIn({ user: 'ada', code }) },
  ]
  const shown = everyPublicVerb
    .filter(({ isWriting }) => isWriting)
    .map(({ verb, call }) => ({ name: `${verb} after a sign-in`, call }))
  const guessing = [
    { name: 'signIn with a wrong code', run: (tap: Tap) => tap.signIn({ user: 'ada', code: wrongCode() }) },
  ]

  it.each([...writing, ...guessing])('fails $name as busy after five seconds of `false`', async ({ name, run }) => {
    const { world, code } = await furnished()
    const failure = await failureAfter(
      5_000,
      run(
        stubborn(world, async () => false),
        code,
      ),
    )
    // There is no such registration: the call has nothing to change, and only confirms what it read.
    const outcome = name === 'registrations.remove' ? 'unchanged' : 'unknown'
    expect(failure).toMatchObject({ code: 'TAP_BUSY', retryAfterInSeconds: 2, outcome })
    expect(await world.enter(code)).toBe('signedIn')
  })

  it.each([...writing, ...guessing])('fails $name as down after five seconds of errors', async ({ run }) => {
    const { world, code } = await furnished()
    const refusing = stubborn(world, () => Promise.reject(new Error('Read-only')))
    const failure = await failureAfter(5_000, run(refusing, code))
    expect(failure).toMatchObject({ code: 'TAP_PORT_FAILED', port: 'store', operation: 'compareAndSet' })
    expect(await world.enter(code)).toBe('signedIn')
  })

  it.each(shown)('fails $name after five seconds, and changes nothing', async ({ call }) => {
    for (const [compareAndSet, failed] of [
      [async () => false, { code: 'TAP_BUSY' }],
      [() => Promise.reject(new Error('Read-only')), { code: 'TAP_PORT_FAILED', port: 'store' }],
    ] as const) {
      const world = await shownWorld()
      const before = await world.row()
      const failure = await failureAfter(5_000, call(stubborn(world, compareAndSet), world.shown))
      expect(failure).toMatchObject(failed)
      expect(await world.row()).toEqual(before)
    }
  })

  it('fails right and wrong codes alike after five seconds', async () => {
    for (const typedFrom of [(code: string) => code, () => wrongCode()]) {
      const { world, code } = await furnished()
      const hanging = stubborn(world, () => new Promise(() => undefined))
      const failure = await failureAfter(5_000, hanging.signIn({ user: 'ada', code: typedFrom(code) }))
      expect(failure).toMatchObject({ code: 'TAP_PORT_FAILED', port: 'store', operation: 'compareAndSet' })
    }
  })
})

describe('an unknown user', () => {
  it('is refused although the write for the decoy is lost or denied', async () => {
    const world = createWorld()
    const refused = await enter(
      losing(world, () => 'writeDenied'),
      wrongCode(),
      'unknown',
    )
    expect(refused).toBe('unknownUser')
    const entered = enter(losing(world, inTurn(['writeLost', 'answerLost'])), wrongCode(), 'unknown')
    expect(await entered).toBe('unknownUser')
  })
})

function losing(world: World, next: () => Loss, onWrite?: (write: Parameters<Store['compareAndSet']>) => void): Tap {
  const inner = losingStore(world.store, next)
  const store: Store = {
    ...inner,
    compareAndSet: (...write) => {
      onWrite?.(write)
      return inner.compareAndSet(...write)
    },
  }
  return world.another({ store, randomBytes: impatient(world.randomBytes) })
}

/** Returns several processes that share one unreliable store. */
function losingProcesses(world: World, count: number, next: () => Loss): readonly Tap[] {
  const store = losingStore(world.store, next)
  const randomBytes = impatient(world.randomBytes)
  return Array.from({ length: count }, () => world.another({ store, randomBytes }))
}

function stubborn(world: World, compareAndSet: Store['compareAndSet']): Tap {
  return world.another({ store: { ...world.store, sendsOnce: false, compareAndSet } })
}

async function furnished(): Promise<{ world: World; code: string }> {
  const world = createWorld()
  await world.tap.policy.update({ actor: admin, patch: { retentionInDays: 3 } })
  const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: true })
  return { world, code }
}

function callOn(call: (typeof everyVerb)[number]['call']): (tap: Tap) => Promise<unknown> {
  return (tap) => call(tap, ada)
}

/** Returns the failure of the work, which must not happen 100 ms earlier. */
async function failureAfter(ms: number, work: Promise<unknown>): Promise<unknown> {
  let failure: unknown
  work.then(
    (answer) => {
      failure = { answered: answer }
    },
    (error: unknown) => {
      failure = error
    },
  )
  await vi.advanceTimersByTimeAsync(ms - 100)
  expect(failure).toBeUndefined()
  await vi.advanceTimersByTimeAsync(150)
  return failure
}
