import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TapOptions } from '../../src/api/options.js'
import type { SignInInput, SignInRefusalReason } from '../../src/core/sign-in/sign-in.js'
import type { Address } from '../../src/ports/directory.js'
import type { Notifier } from '../../src/ports/notifier.js'
import { minuteMs } from '../support/clock.js'
import { wrongCode as wrongCodes } from '../support/codes.js'
import type { World, WorldOptions } from '../support/world.js'
import type { Attempt } from './attempts.js'
import { attempt, liveWorld } from './attempts.js'
import type { Situation } from './situations.js'
import { guessed, situations, whileRegistering } from './situations.js'

const wrongCode = wrongCodes()
const emails: readonly Address[] = [{ channel: 'email', value: 'ada@example.com' }]
const taken: Notifier = async () => undefined

// Timers stay still, so that nothing after the result starts.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

function worldWith(base: WorldOptions, options: WorldOptions = {}): Promise<World> {
  return liveWorld({ ...base, ...options })
}

async function stepsOfAWrongCode(base: WorldOptions): Promise<readonly string[]> {
  const world = await worldWith(base)
  await world.issue()
  return (await attempt(world, wrongCode)).steps
}

/** Returns the steps without those of the grant: a success seals one, after its write is acknowledged. */
function withoutGrant(steps: readonly string[]): readonly string[] {
  const write = steps.indexOf('write')
  expect(steps.slice(write, write + 3)).toEqual(['write', 'seal', 'draw 40'])
  return steps.toSpliced(write + 1, 2)
}

const everySituation: readonly Situation[] = [...situations, whileRegistering]

function typedIn({ user = 'ada', input }: Situation): Partial<SignInInput> {
  return { user, ...input }
}

const refusal = {
  ok: false,
  message: 'The name or the code is not right, or the code cannot be used now.',
  messageId: 'signIn.refused',
  messageParameters: {},
  correlationId: 'same',
}

/** The type makes every new reason a compile error here, and the first test requires a situation for it. */
const everyReason: { readonly [Reason in SignInRefusalReason]: true } = {
  unknownUser: true,
  noPass: true,
  wrongCode: true,
  malformedCode: true,
  tampered: true,
  keyMissing: true,
  wrongKey: true,
  otherFormat: true,
  rolledBack: true,
  surfaceNotAllowed: true,
  inRegistration: true,
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

/** The options of a process that cannot read what the others have stored, by the reason of its refusals. */
const otherProcesses: { readonly [reason: string]: (world: World) => Partial<TapOptions> } = {
  keyMissing: ({ randomBytes }) => ({ keys: [{ id: 'other', secret: randomBytes(32) }] }),
  wrongKey: ({ randomBytes }) => ({ keys: [{ id: '2026-11', secret: randomBytes(32) }] }),
  otherFormat: () => ({ cryptography: 'fips' }),
}

/** With a notifier, every attempt draws one more notice id. The notice is sent after the result. */
describe.each([
  { who: 'no notifier', base: {} },
  {
    who: 'a notifier',
    base: {
      users: [
        { id: 'ada', isEnabled: true, addresses: emails },
        { id: 'bob', isEnabled: true },
      ],
      notifier: taken,
    },
  },
])('a sign-in with $who', ({ base }) => {
  it('is tested below for every refusal reason', () => {
    const elsewhere = ['wrongCode', 'malformedCode', ...Object.keys(otherProcesses)]
    const reasons = new Set([...everySituation.map(({ reason }) => reason), ...elsewhere])
    expect(reasons).toEqual(new Set(Object.keys(everyReason)))
  })

  it('reads, hashes, compares, seals, writes and emits an event exactly once', async () => {
    const steps = (await stepsOfAWrongCode(base)).filter((step) => !step.startsWith('draw'))
    expect(steps.filter((step) => step !== 'open')).toEqual([
      'findUser',
      'read policy user decoy',
      'hash hmac-1',
      'compare',
      'seal',
      'write',
      'event',
    ])
  })

  it.each(everySituation)('returns the same result with the same steps when $name', async (situation) => {
    const { reason, arrange } = situation
    const world = await worldWith(base)
    const code = await arrange(world)
    const { result, steps, event } = await attempt(world, code, typedIn(situation))
    expect(event).toMatchObject({ type: 'signIn.refused', details: { reason } })
    expect(JSON.parse(JSON.stringify(result))).toEqual(refusal)
    expect(Reflect.ownKeys(result)).toEqual(['ok', 'message', 'messageId', 'messageParameters', 'correlationId'])
    expect(steps).toEqual(await stepsOfAWrongCode(base))
  })

  it.each(Object.entries(otherProcesses))(
    'returns the same result with the same steps when the document is unreadable: %s',
    async (reason, optionsOf) => {
      const world = await worldWith(base)
      const { temporaryAccessPass: code } = await world.issue()
      const elsewhere: World = { ...world, tap: world.another(optionsOf(world)) }
      await elsewhere.tap.policy.reset({ actor: world.admin })
      await elsewhere.tap.policy.update({ actor: world.admin, patch: { retentionInDays: 31 } })
      const { result, steps, event } = await attempt(elsewhere, code)
      expect(event).toMatchObject({ details: { reason } })
      expect(JSON.parse(JSON.stringify(result))).toEqual(refusal)
      expect(steps).toEqual(await stepsOfAWrongCode({ ...base, ...optionsOf(world) }))
    },
  )

  it.each([
    ['locks out', 2, { wrongCodes: 3, lockedOutUntil: expect.any(Date) }],
    ['revokes the pass', 3, { wrongCodes: 4, revokedPassId: expect.any(String) }],
  ])('returns the same result with the same steps when a wrong code %s', async (_, before, details) => {
    const world = await worldWith(base)
    await guessed(world, before)
    world.clock.advance(minuteMs)
    const { result, steps, event } = await attempt(world, wrongCode)
    expect(event).toMatchObject({ details })
    expect(JSON.parse(JSON.stringify(result))).toEqual(refusal)
    expect(steps).toEqual(await stepsOfAWrongCode(base))
  })

  it.each([true, false])(
    'takes the same steps for a right code, up to the result (one-time: %s)',
    async (isUsableOnce) => {
      const world = await worldWith(base)
      const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce })
      const { result, steps } = await attempt(world, code)
      expect(result.ok).toBe(true)
      expect(withoutGrant(steps)).toEqual(await stepsOfAWrongCode(base))
    },
  )

  it('does not reveal a right code while another client registers', async () => {
    const seen: Attempt[] = []
    for (const isRight of [true, false]) {
      const world = await worldWith(base, { seed: 7 })
      const code = await whileRegistering.arrange(world)
      seen.push(await attempt(world, isRight ? code : wrongCode, typedIn(whileRegistering)))
    }
    const [right, wrong] = seen
    expect([right?.result, right?.steps]).toEqual([wrong?.result, wrong?.steps])
    expect([right?.event, wrong?.event]).toMatchObject([
      { details: { reason: 'inRegistration', wrongCodes: 0 } },
      { details: { reason: 'wrongCode', wrongCodes: 1 } },
    ])
  })

  it.each(situations)('reveals nothing about the code, in any output or step, when $name', async (situation) => {
    const [right, wrong] = await Promise.all(
      [true, false].map(async (isRight) => {
        const world = await worldWith(base, { seed: 7 })
        const code = await situation.arrange(world)
        return { world, typed: isRight ? code : wrongCode }
      }),
    )
    if (!right || !wrong) throw new Error('Two worlds')
    const seen = [
      await attempt(right.world, right.typed, typedIn(situation)),
      await attempt(wrong.world, wrong.typed, typedIn(situation)),
    ]
    expect(seen[0]).toEqual(seen[1])
    expect(await right.world.row()).toEqual(await wrong.world.row())
  })

  it('takes the same slow steps with a short, a long and no pass', async () => {
    const world = await worldWith(base, { policy: { defaultLength: 8 } })
    const { temporaryAccessPass: short } = await world.issue()
    await world.tap.policy.update({ actor: world.admin, patch: { defaultLength: 48 } })
    await world.issue('bob')
    const attempts = [
      await attempt(world, 'WR0NG234'),
      await attempt(world, short),
      await attempt(world, short, { user: 'bob' }),
      await attempt(world, short, { user: 'eve' }),
    ]
    expect(attempts.map(({ result }) => result.ok)).toEqual([false, true, false, false])
    expect(attempts[0]?.steps).toContain('hash scrypt-1')
    for (const { result, steps } of attempts) {
      expect(result.ok ? withoutGrant(steps) : steps).toEqual(attempts[0]?.steps)
    }
  })

  it('refuses a text that cannot be a code before any other step', async () => {
    const world = await worldWith(base)
    await world.issue()
    const { result, steps, event } = await attempt(world, 'x'.repeat(49))
    expect(event).toMatchObject({ details: { reason: 'malformedCode' } })
    expect(JSON.parse(JSON.stringify(result))).toEqual(refusal)
    expect(steps.filter((step) => !step.startsWith('draw'))).toEqual(['event'])
  })
})
