import { afterEach, describe, expect, it, vi } from 'vitest'
import { memoryStore } from '../../adapters/memory/index.js'
import { BusyError, PortFailedError } from '../../src/errors.js'
import type { Store } from '../../src/ports/store.js'
import type { SignInRefusalReason, SignInResult } from '../../src/sign-in/sign-in.js'
import { minuteMs } from '../support/clock.js'
import { alteredStore } from '../support/spies.js'
import type { World } from '../support/world.js'
import { createWorld, wrongCode } from '../support/world.js'
import { guessed, situations, strict } from './situations.js'

const journal = vi.hoisted((): string[] => [])

vi.mock('../../src/crypto/seal.js', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../src/crypto/seal.js')>()
  return {
    ...original,
    sealDocument: (...given: Parameters<typeof original.sealDocument>) => {
      journal.push('seal')
      return original.sealDocument(...given)
    },
    openDocument: (...given: Parameters<typeof original.openDocument>) => {
      journal.push('open')
      return original.openDocument(...given)
    },
  }
})

vi.mock('../../src/crypto/verifier.js', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../src/crypto/verifier.js')>()
  return {
    ...original,
    hashCode: (...given: Parameters<typeof original.hashCode>) => {
      journal.push(`hash ${given[0]}`)
      return original.hashCode(...given)
    },
    isSameHash: (...given: Parameters<typeof original.isSameHash>) => {
      journal.push('compare')
      return original.isSameHash(...given)
    },
  }
})

afterEach(() => {
  vi.useRealTimers()
})

/** A world in which a policy is stored. */
async function liveWorld(options: Parameters<typeof createWorld>[0] = {}): Promise<World> {
  const world = createWorld({ journal, ...options, policy: { ...strict, ...options.policy } })
  await world.tap.policy.update({ actor: world.admin, patch: { retentionInDays: 31 } })
  return world
}

interface Told {
  readonly result: SignInResult
  /** What was done, in order. */
  readonly steps: readonly string[]
  /** The event, without what is drawn for each. */
  readonly event: unknown
}

async function attempt(world: World, code: string, user = 'ada'): Promise<Told> {
  // Whoever comes first after a change of the policy opens it for everybody.
  await world.tap.signIn({ user: 'somebody else', code: wrongCode })
  journal.length = 0
  const result = await world.tap.signIn({ user, code, context: { correlationId: 'same' } })
  const { id: _, ...event } = world.events.at(-1) ?? { id: '' }
  return { result, steps: [...journal], event }
}

async function stepsOfAWrongCode(): Promise<readonly string[]> {
  const world = await liveWorld()
  await world.issue()
  return (await attempt(world, wrongCode)).steps
}

/** How many rounds there are in five seconds depends on the machine. */
function firstTwoRounds(steps: readonly string[]): readonly string[] {
  const ends = [...steps.entries()].filter(([, step]) => step === 'write').map(([index]) => index)
  return steps.slice(0, ends[1])
}

const failing: Store['compareAndSet'] = async () => {
  throw new Error('The store is away')
}
const losing: Store['compareAndSet'] = async () => false

const refusal = {
  ok: false,
  message: 'The name or the code is not right, or the code cannot be used now.',
  correlationId: 'same',
}

/** A reason that is added to the type has to be added here, and so to the situations. */
const everyReason: { readonly [Reason in SignInRefusalReason]: true } = {
  unknownUser: true,
  noPass: true,
  wrongCode: true,
  malformedCode: true,
  tampered: true,
  keyMissing: true,
  externalGuest: true,
  outOfScope: true,
  notYetValid: true,
  lockedOut: true,
  disabledByPolicy: true,
  userDisabled: true,
  oneTimeUsed: true,
  expired: true,
  revoked: true,
}

describe('a sign-in', () => {
  it('is looked at below for every reason there is', () => {
    const reasons = new Set([...situations.map(({ reason }) => reason), 'wrongCode', 'malformedCode', 'keyMissing'])
    expect(reasons).toEqual(new Set(Object.keys(everyReason)))
  })

  it('reads once, hashes once, compares once, seals once, writes once and tells once', async () => {
    const steps = (await stepsOfAWrongCode()).filter((step) => !step.startsWith('draw'))
    expect(steps.filter((step) => step !== 'open')).toEqual([
      'findUser',
      'read policy pass decoy',
      'hash hmac-1',
      'compare',
      'seal',
      'write',
      'event',
    ])
  })

  it.each(situations)('answers and does the same when $name', async ({ reason, user, arrange }) => {
    const world = await liveWorld()
    const code = await arrange(world)
    const { result, steps, event } = await attempt(world, code, user)
    expect(event).toMatchObject({ type: 'signIn.refused', details: { reason } })
    expect(JSON.parse(JSON.stringify(result))).toEqual(refusal)
    expect(Reflect.ownKeys(result)).toEqual(['ok', 'message', 'correlationId'])
    expect(steps).toEqual(await stepsOfAWrongCode())
  })

  it('answers and does the same when the key of the pass is missing', async () => {
    const world = await liveWorld()
    const { temporaryAccessPass: code } = await world.issue()
    const keys = [{ id: 'other', secret: world.randomBytes(32) }]
    const elsewhere: World = { ...world, tap: world.another({ keys }) }
    await elsewhere.tap.policy.reset({ actor: world.admin })
    await elsewhere.tap.policy.update({ actor: world.admin, patch: { retentionInDays: 31 } })
    const { result, steps, event } = await attempt(elsewhere, code)
    expect(event).toMatchObject({ details: { reason: 'keyMissing' } })
    expect(JSON.parse(JSON.stringify(result))).toEqual(refusal)
    expect(steps).toEqual(await stepsOfAWrongCode())
  })

  it.each([
    ['locks out', 2, { wrongCodes: 3, lockedOutUntil: expect.any(Date) }],
    ['revokes the pass', 3, { wrongCodes: 4, revokedPassId: expect.any(String) }],
  ])('answers and does the same when a wrong code %s', async (_, before, details) => {
    const world = await liveWorld()
    await guessed(world, before)
    world.clock.advance(minuteMs)
    const { result, steps, event } = await attempt(world, wrongCode)
    expect(event).toMatchObject({ details })
    expect(JSON.parse(JSON.stringify(result))).toEqual(refusal)
    expect(steps).toEqual(await stepsOfAWrongCode())
  })

  it.each([true, false])('does the same for a right code, up to the answer (one-time: %s)', async (isUsableOnce) => {
    const world = await liveWorld()
    const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce })
    const { result, steps } = await attempt(world, code)
    expect(result.ok).toBe(true)
    expect(steps).toEqual(await stepsOfAWrongCode())
  })

  it.each(situations)(
    'tells nothing, in answer, steps, event or store, about the code when $name',
    async (situation) => {
      const [right, wrong] = await Promise.all(
        [true, false].map(async (isRight) => {
          const world = await liveWorld({ seed: 7 })
          const code = await situation.arrange(world)
          return { world, typed: isRight ? code : wrongCode }
        }),
      )
      if (!right || !wrong) throw new Error('Two worlds')
      const told = [
        await attempt(right.world, right.typed, situation.user),
        await attempt(wrong.world, wrong.typed, situation.user),
      ]
      expect(told[0]).toEqual(told[1])
      expect(await right.world.row()).toEqual(await wrong.world.row())
    },
  )

  it('does the same on the slow path, whether there is a pass, another kind of pass, or nobody', async () => {
    const world = await liveWorld({ policy: { defaultLength: 8 } })
    const { temporaryAccessPass: short } = await world.issue()
    await world.tap.policy.update({ actor: world.admin, patch: { defaultLength: 48 } })
    await world.issue('bob')
    const attempts = [
      await attempt(world, 'WR0NG234'),
      await attempt(world, short),
      await attempt(world, short, 'bob'),
      await attempt(world, short, 'eve'),
    ]
    expect(attempts.map(({ result }) => result.ok)).toEqual([false, true, false, false])
    expect(attempts[0]?.steps).toContain('hash scrypt-1')
    for (const { steps } of attempts) expect(steps).toEqual(attempts[0]?.steps)
  })

  it('refuses what no code can be before it looks at anything', async () => {
    const world = await liveWorld()
    await world.issue()
    const { result, steps, event } = await attempt(world, 'x'.repeat(49))
    expect(event).toMatchObject({ details: { reason: 'malformedCode' } })
    expect(JSON.parse(JSON.stringify(result))).toEqual(refusal)
    expect(steps.filter((step) => !step.startsWith('draw'))).toEqual(['event'])
  })
})

describe('nothing about the comparison', () => {
  it('is told before the write is acknowledged', async () => {
    let release = (): void => {}
    const hanging = new Promise<void>((resolve) => {
      release = resolve
    })
    const overrides: Parameters<typeof alteredStore>[1] = {}
    const seen = await Promise.all(
      [true, false].map(async (isRight) => {
        const world = await liveWorld({ seed: 7, store: alteredStore(memoryStore(), overrides) })
        const { temporaryAccessPass: code } = await world.issue()
        return { world, typed: isRight ? code : wrongCode }
      }),
    )
    overrides.compareAndSet = async () => {
      await hanging
      return true
    }
    const told: unknown[] = []
    for (const { world, typed } of seen) {
      const before = world.events.length
      journal.length = 0
      let isAnswered = false
      const answer = world.tap.signIn({ user: 'ada', code: typed }).finally(() => {
        isAnswered = true
      })
      answer.catch(() => undefined)
      await vi.waitFor(() => expect(journal).toContain('write'))
      await new Promise((resolve) => setImmediate(resolve))
      told.push({ steps: [...journal], isAnswered, events: world.events.length - before })
    }
    release()
    expect(told[0]).toEqual(told[1])
    expect(told[0]).toMatchObject({ isAnswered: false, events: 0 })
  })

  it.each([
    ['fails', PortFailedError, failing],
    ['always loses its race', BusyError, losing],
  ] as const)('is told when the write %s: right and wrong codes fail alike', async (_, failure, compareAndSet) => {
    const told: unknown[] = []
    for (const isRight of [true, false]) {
      const overrides: Parameters<typeof alteredStore>[1] = {}
      const world = await liveWorld({ seed: 7, store: alteredStore(memoryStore(), overrides) })
      const { temporaryAccessPass: code } = await world.issue()
      overrides.compareAndSet = compareAndSet
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
      journal.length = 0
      const answer = world.tap
        .signIn({ user: 'ada', code: isRight ? code : wrongCode })
        .catch((error: unknown) => error)
      await vi.advanceTimersByTimeAsync(10_000)
      const error = await answer
      vi.useRealTimers()
      expect(error).toBeInstanceOf(failure)
      const { type, details } = world.events.at(-1) ?? {}
      told.push({ error: String(error), steps: firstTwoRounds(journal), type, details })
    }
    expect(told[0]).toEqual(told[1])
    expect(told[0]).toMatchObject({ type: 'call.failed' })
  })
})
