import fc from 'fast-check'
import { expect } from 'vitest'
import { hourMs, minuteMs, secondMs } from '../support/clock.js'
import { wrongCode } from '../support/codes.js'
import type { World } from '../support/world.js'
import { admin } from '../support/world.js'
import type { Model } from './pass.model.js'
import { enter, readState } from './pass.model.js'

type Command = fc.AsyncCommand<Model, World>

const ada = { actor: admin, user: 'ada' }

/** A command that is always possible. */
function command(name: string, run: (model: Model, world: World) => Promise<void>): Command {
  return {
    check: () => true,
    toString: () => name,
    async run(model, world) {
      await run(model, world)
      await agree(model, world)
    },
  }
}

/** The list equals the model, and stores every expiry. */
async function agree(model: Model, { tap }: World): Promise<void> {
  const { items } = await tap.passes.list({ actor: admin })
  const expected = model.pass && { usability: readState(model), isUsed: model.pass.isUsed }
  expect(items.map((pass) => ({ usability: pass.usability, isUsed: pass.lastUsedDateTime !== undefined }))).toEqual(
    expected ? [expected] : [],
  )
}

/** An administrator issues a pass. */
export function issue(isOneTime: boolean, delayMs: number, lifetimeInMinutes: number): Command {
  const name = `issue ${isOneTime ? 'one-time' : 'multi-use'} in ${delayMs} ms for ${lifetimeInMinutes} min`
  return command(name, async (model, { issue }) => {
    const startMs = model.nowMs + delayMs
    const startDateTime = delayMs === 0 ? undefined : new Date(startMs)
    const issuing = issue('ada', { isUsableOnce: isOneTime, lifetimeInMinutes, startDateTime })
    if (!model.policy.isEnabled || (model.policy.mustBeOneTime && !isOneTime)) {
      await expect(issuing).rejects.toMatchObject({ code: 'TAP_POLICY_VIOLATION' })
      return
    }
    const { temporaryAccessPass: code } = await issuing
    const endMs = startMs + lifetimeInMinutes * minuteMs
    const isStartChecked = delayMs > 0
    model.pass = { code, startMs, endMs, isStartChecked, isOneTime, wrong: 0, state: 'open', isUsed: false }
    model.lockout = undefined
    model.codes.push(code)
  })
}

/** Types the newest code or an earlier one. */
function enterCode(age: number): Command {
  return command(age === 0 ? 'enter the code' : `enter an older code (${age})`, async (model, world) => {
    const code = model.codes.at(-1 - (age % Math.max(1, model.codes.length)))
    await enterAlike(model, world, code ?? wrongCode())
  })
}

function enterWrong(times: number): Command {
  return command(`enter ${times} wrong codes`, async (model, world) => {
    for (let time = 0; time < times; time += 1) await enterAlike(model, world, wrongCode(time))
  })
}

async function enterAlike(model: Model, world: World, code: string): Promise<void> {
  const expected = enter(model, code)
  expect(await world.enter(code)).toBe(expected)
}

function moveClock(ms: number): Command {
  return command(`move the clock by ${ms} ms`, async (model, { clock }) => {
    clock.advance(ms)
    model.nowMs += ms
  })
}

/** Moves the clock to the millisecond before, at or after a relevant instant. */
function moveTo(edge: 'start' | 'end' | 'lockout', offMs: number): Command {
  return command(`move the clock to the ${edge}${offMs < 0 ? '' : '+'}${offMs}`, async (model, { clock }) => {
    const { pass, lockout } = model
    const atMs = edge === 'start' ? pass?.startMs : edge === 'end' ? pass?.endMs : lockout?.untilMs
    model.nowMs = (atMs ?? model.nowMs) + offMs
    clock.set(model.nowMs)
  })
}

const remove = command('delete', async (model, { tap }) => {
  const deleting = tap.passes.delete(ada)
  if (model.pass) await deleting
  else await expect(deleting).rejects.toMatchObject({ code: 'TAP_PASS_NOT_FOUND' })
  model.pass = undefined
})

const unlock = command('users.unlock', async (model, { tap }) => {
  await tap.users.unlock({ ...ada, justification: 'Called' })
  model.wrongInARow = 0
  model.lockout = undefined
})

const forget = command('forget', async (model, { tap, row }) => {
  await tap.users.forget(ada)
  expect((await row())?.body ?? '').not.toContain('"pass"')
  model.pass = undefined
  model.wrongInARow = 0
  model.lockout = undefined
})

const setPolicy = (isEnabled: boolean, mustBeOneTime: boolean): Command =>
  command(
    `policy ${isEnabled ? 'enabled' : 'disabled'}${mustBeOneTime ? ', one-time' : ''}`,
    async (model, { tap }) => {
      const patch = { state: isEnabled ? 'enabled' : 'disabled', isUsableOnce: mustBeOneTime } as const
      await tap.policy.update({ actor: admin, patch })
      model.policy = { isEnabled, mustBeOneTime }
    },
  )

const setUser = (isEnabled: boolean): Command =>
  command(isEnabled ? 'enable the user' : 'disable the user', async (model, { users }) => {
    users.set('ada', { id: 'ada', isEnabled })
    model.isUserEnabled = isEnabled
  })

const get = command('get', async (model, { tap }) => {
  const pass = await tap.passes.get(ada)
  const state = readState(model)
  expect(pass?.usability ?? 'noPass').toBe(state)
  expect(pass?.isUsable ?? false).toBe(state === 'usable')
})

const explain = command('users.explain', async (model, { tap }) => {
  const { usability, wrongCodes } = await tap.users.explain(ada)
  const state = readState(model)
  if (model.pass) expect(usability).toBe(state)
  expect(wrongCodes).toBe(model.wrongInARow)
})

const mostlyTrue = fc.integer({ min: 0, max: 4 }).map((value) => value > 0)

const issues = fc
  .tuple(fc.boolean(), fc.constantFrom(0, 0, 0, 30 * minuteMs), fc.constantFrom(10, 60))
  .map((how) => issue(...how))
const wrongs = fc.integer({ min: 1, max: 4 }).map(enterWrong)
const edges = fc.tuple(fc.constantFrom('start', 'end', 'lockout'), fc.constantFrom(-1, 0, 1)).map((to) => moveTo(...to))

/** Every command for the pass of one user. Repeated entries happen more often. */
export const commands: readonly fc.Arbitrary<Command>[] = [
  issues,
  issues,
  fc.constant(enterCode(0)),
  fc.constant(enterCode(0)),
  fc.integer({ min: 1, max: 3 }).map(enterCode),
  wrongs,
  wrongs,
  wrongs,
  edges,
  edges,
  fc.constantFrom(1, secondMs, minuteMs, 10 * minuteMs, hourMs, -1, -minuteMs, -hourMs).map(moveClock),
  fc.constantFrom(remove, forget, unlock, unlock),
  fc.tuple(mostlyTrue, fc.boolean()).map((to) => setPolicy(...to)),
  mostlyTrue.map(setUser),
  fc.constantFrom(get, explain),
]
