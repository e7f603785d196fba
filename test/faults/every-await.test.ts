import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Tap } from '../../src/api/tap.js'
import { isTapError } from '../../src/errors.js'
import { minuteMs } from '../support/clock.js'
import { wrongCode } from '../support/codes.js'
import { emails } from '../support/notified-world.js'
import { signIn } from '../support/signed-in.js'
import type { World } from '../support/world.js'
import { admin, createWorld } from '../support/world.js'
import type { Shown } from '../verbs/every-public-verb.js'
import { everyPublicVerb, repudiationToken } from '../verbs/every-public-verb.js'
import { everyVerb } from '../verbs/every-verb.js'
import type { Fault, PortCall } from './faulty-ports.js'
import { Broken, faults, faultyPorts, undisturbed } from './faulty-ports.js'

interface Scene {
  readonly world: World
  readonly code: string
  readonly passId: string
  readonly shown: Shown
}

interface Called {
  readonly name: string
  /** The call succeeds even when its event cannot be written. */
  readonly isDoneWithoutEvent?: boolean | undefined
  /** A later write records that the caller received the result. When it fails, a later run repeats the row. */
  readonly isConfirmedAfterwards?: boolean | undefined
  /** The user has signed in with a multi-use pass before the call. */
  readonly isSignedIn?: boolean | undefined
  run(tap: Tap, scene: Scene): Promise<unknown>
}

const called: readonly Called[] = [
  ...everyVerb.map(({ name, isDoneWithoutEvent, call }) => ({
    name,
    isDoneWithoutEvent,
    isConfirmedAfterwards: name.startsWith('passes.createMany'),
    run: (tap: Tap) => call(tap, { actor: admin, user: 'ada' }),
  })),
  ...everyPublicVerb.map(({ verb, isDoneWithoutEvent, call }) => ({
    name: `${verb} after a sign-in`,
    isDoneWithoutEvent,
    isSignedIn: true,
    run: (tap: Tap, { shown }: Scene) => call(tap, shown),
  })),
  { name: 'signIn with the right code', run: (tap, { code }) => tap.signIn({ user: 'ada', code }) },
  { name: 'signIn with a wrong code', run: (tap) => tap.signIn({ user: 'ada', code: wrongCode() }) },
  { name: 'signIn of an unknown user', run: (tap) => tap.signIn({ user: 'unknown', code: wrongCode() }) },
  { name: 'maintenance.sweep', run: (tap) => tap.maintenance.sweep() },
  { name: 'maintenance.reseal', run: (tap) => tap.maintenance.reseal({ cursor: 'user:' }) },
]

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe.each(called)('$name', ({ name, isDoneWithoutEvent, isConfirmedAfterwards, isSignedIn, run }) => {
  it.each(faults)(
    'leaves the state before or after the call, and leaks no secret, when a port call %s',
    async (fault) => {
      const { before, after, calls, answer } = await undisturbedRun(run, isSignedIn)
      expect(calls.length).toBeGreaterThan(0)
      for (const [at, call] of calls.entries()) {
        const found = await scene(isSignedIn)
        const { world, shown } = found
        const tap = world.another(faultyPorts(world, { calls: [], at, fault }))
        const end = await ended(run(tap, found))
        const where = `${name}: ${call}, call ${at}, ${fault}`
        const state = await stateOf(found)
        // After a failed delivery no code is valid, because the user may or may not have it.
        const isHandedOver = !end.ok && calls.slice(0, at + 1).includes('deliverer.deliver')
        const possible = isHandedOver ? [{ ...after, usability: 'noPass', which: undefined }] : [before, after]
        expect(possible, where).toContainEqual(state)
        if (end.ok) {
          const isConfirmation = isConfirmedAfterwards === true && at > calls.indexOf('events.tell')
          expect(isConfirmation || isHealed(call, fault, isDoneWithoutEvent), where).toBe(true)
          expect({ state, answer: shapeOf(end.answer) }, where).toEqual({ state: after, answer: shapeOf(answer) })
        } else {
          expectTyped(end.error, call, where)
          const text = inspect(end.error, { depth: 9, showHidden: true })
          for (const secret of [shown.code, shown.grant, shown.token]) expect(text, where).not.toContain(secret)
        }
      }
    },
  )
})

describe('signIn', () => {
  const right = (tap: Tap, { code }: Scene) => tap.signIn({ user: 'ada', code })
  const wrong = (tap: Tap) => tap.signIn({ user: 'ada', code: wrongCode() })

  it('calls every port alike for right and wrong codes, except for one nonce', async () => {
    const [ofRight, ofWrong] = [await undisturbedRun(right), await undisturbedRun(wrong)]
    const nonce = ofRight.calls.indexOf('store.compareAndSet') + 1
    expect(ofRight.calls[nonce]).toBe('randomBytes.draw')
    expect(ofRight.calls.toSpliced(nonce, 1)).toEqual(ofWrong.calls)
  })

  it.each(faults)('fails alike for a right and a wrong code when a port %s', async (fault) => {
    const { calls } = await undisturbedRun(wrong)
    const write = calls.indexOf('store.compareAndSet')
    for (const at of calls.keys()) {
      const failures = []
      for (const run of [right, wrong]) {
        const found = await scene()
        const tap = found.world.another(
          faultyPorts(found.world, { calls: [], at: run === right && at > write ? at + 1 : at, fault }),
        )
        const end = await ended(run(tap, found))
        failures.push(end.ok ? 'answered' : signatureOf(end.error))
      }
      expect(failures[1], `${calls[at]}, call ${at}`).toEqual(failures[0])
    }
  })
})

describe('a call that fails', () => {
  it('keeps its error when its event cannot be written, dated or numbered', async () => {
    for (const port of ['randomBytes', 'clock', 'events'] as const) {
      const { world } = await scene()
      let isDown = false
      const down = <T>(work: () => T): T => {
        if (isDown) throw new Broken(port)
        return work()
      }
      const tap = world.another({
        directory: {
          findUser: async () => {
            isDown = true
            throw new Broken('the first failure')
          },
        },
        randomBytes: port === 'randomBytes' ? (length) => down(() => world.randomBytes(length)) : world.randomBytes,
        clock: port === 'clock' ? () => down(world.clock.read) : world.clock.read,
        events: port === 'events' ? () => down(() => undefined) : undefined,
      })
      const failing = tap.users.explain({ actor: admin, user: 'ada' })
      await expect(failing, port).rejects.toMatchObject({ code: 'TAP_PORT_FAILED', port: 'directory' })
    }
  })

  it('names the random source when it never yields a code, and emits an event', async () => {
    const world = createWorld({ policy: { alphabet: 'mixed' } })
    const randomBytes = (length: number): Uint8Array => new Uint8Array(length).fill(255)
    const creating = world.another({ randomBytes }).passes.create({ actor: admin, user: 'ada' })
    await expect(creating).rejects.toMatchObject({ code: 'TAP_PORT_FAILED', port: 'randomBytes' })
    expect(world.events).toMatchObject([{ type: 'call.failed', details: { code: 'TAP_PORT_FAILED' } }])
  })
})

/** Creates a stored policy and a pass with one wrong code, for a user who receives notices. */
async function scene(isSignedIn = false): Promise<Scene> {
  const world = createWorld({ users: [{ id: 'ada', isEnabled: true, addresses: emails }] })
  await world.tap.policy.update({ actor: admin, patch: { retentionInDays: 3 } })
  const { id, temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: !isSignedIn })
  const grant = isSignedIn ? (await signIn(world.tap, code)).grant : 'none.yet'
  await world.enter(wrongCode(1))
  world.clock.advance(minuteMs)
  const shown = { user: 'ada', code, grant, token: repudiationToken(world, id) }
  return { world, code, passId: id, shown }
}

async function undisturbedRun(run: Called['run'], isSignedIn?: boolean) {
  const found = await scene(isSignedIn)
  const before = await stateOf(found)
  const plan = undisturbed()
  const answer = await run(found.world.another(faultyPorts(found.world, plan)), found)
  // Work after the result, such as notices, is no part of the call.
  const calls = [...plan.calls]
  return { before, after: await stateOf(found), calls, answer }
}

/** Returns the observable state, without ids and instants, which differ from run to run. */
async function stateOf({ world, passId }: Scene) {
  const { tap } = world
  const { usability, wrongCodes, pass } = await tap.users.explain({ actor: admin, user: 'ada' })
  const which = pass && (pass.id === passId ? 'the first pass' : 'another pass')
  const { retentionInDays } = await tap.policy.get({ actor: admin })
  const lineage = (await tap.registrations.list({ actor: admin, user: 'ada' })).length
  const isUsed = pass?.lastUsedDateTime !== undefined
  return { usability, wrongCodes, which, isUsed, lineage, retentionInDays }
}

type Ended = { readonly ok: true; readonly answer: unknown } | { readonly ok: false; readonly error: unknown }

/** Advances the fake clock until the work has ended. */
async function ended(work: Promise<unknown>): Promise<Ended> {
  let end: Ended | undefined
  work.then(
    (answer) => {
      end = { ok: true, answer }
    },
    (error: unknown) => {
      end = { ok: false, error }
    },
  )
  for (let seconds = 0; end === undefined && seconds < 60; seconds += 1) await vi.advanceTimersByTimeAsync(1_000)
  if (end === undefined) throw new Error('It hangs')
  return end
}

/** A failed write is retried. A call that removes something succeeds even when its event cannot be written. */
function isHealed(call: PortCall, fault: Fault, isDoneWithoutEvent: boolean | undefined): boolean {
  const isHeardOut = call === 'events.tell' || call === 'deliverer.deliver'
  if (call === 'store.compareAndSet' || (isHeardOut && fault === 'lies')) return true
  return isDoneWithoutEvent === true && ['events.tell', 'randomBytes.draw', 'clock.now'].includes(call)
}

function expectTyped(error: unknown, call: PortCall, where: string): void {
  const [port, operation] = call.split('.')
  if (port === 'authorize') expect(error, where).toMatchObject({ code: 'TAP_NOT_AUTHORIZED' })
  else expect(error, where).toMatchObject({ code: 'TAP_PORT_FAILED', port, operation })
}

function signatureOf(error: unknown): unknown {
  if (!isTapError(error)) return String(error)
  return error.code === 'TAP_PORT_FAILED' ? [error.code, error.port, error.message] : [error.code]
}

/** Returns the shape of a result, because its ids and codes differ from run to run. */
function shapeOf(answer: unknown): unknown {
  return typeof answer === 'object' && answer !== null ? Object.keys(answer).sort() : answer
}
