import { describe, expect, it } from 'vitest'
import type { Permission } from '../../src/core/access/permission.js'
import type { TapErrorCode } from '../../src/errors.js'
import { PortFailedError } from '../../src/errors.js'
import { eventsOf, failureOf, policyKeyOf, tamper, userKeyOf } from '../support/calls.js'
import { alteredStore } from '../support/spies.js'
import type { World, WorldOptions } from '../support/world.js'
import { admin, createWorld } from '../support/world.js'
import { everyVerb } from './every-verb.js'

const helpDesk = { actor: admin, user: 'ada' }

describe.each(everyVerb)('$name emits exactly one event', (tested) => {
  const { verb, event, isAboutUser } = tested

  it('when it succeeds: its own, with actor and user', async () => {
    const world = await furnished()
    const context = { correlationId: 'call-7', ipAddress: '192.0.2.7', userAgent: 'desk/1' }
    const told = await eventsOf(world, () => tested.call(world.tap, helpDesk, { context }))
    expect(told).toEqual([
      expect.objectContaining({
        type: event,
        at: new Date(world.clock.now()),
        tenantId: 'default',
        correlationId: 'call-7',
        actor: { kind: 'app', id: 'help-desk' },
        userId: isAboutUser ? 'ada' : undefined,
        context,
      }),
    ])
  })

  it('when the input is not valid', async () => {
    const world = await furnished()
    await expectFailure(verb, 'TAP_INVALID_INPUT', world, () => tested.call(world.tap, helpDesk, { unheardOf: 1 }))
  })

  it('when the actor is not authorized', async () => {
    const world = await furnished()
    const actor = { ...admin, permissions: [] }
    await expectFailure(verb, 'TAP_NOT_AUTHORIZED', world, () => tested.call(world.tap, { ...helpDesk, actor }))
  })

  it.each(['directory', 'store', 'keys'] as const)('when the %s fails', async (port) => {
    let isDown = false
    const world = await furnishedOnFailing(port, () => isDown)
    isDown = true
    const isAsked = port !== 'directory' || isAboutUser
    if (isAsked) await expectFailure(verb, 'TAP_PORT_FAILED', world, () => tested.call(world.tap, helpDesk))
    else expect(await eventsOf(world, () => tested.call(world.tap, helpDesk))).toHaveLength(1)
  })

  it('when the sink fails; only a removing call succeeds', async () => {
    let asked = 0
    let isDown = false
    const world = await furnished({
      events: () => {
        asked += 1
        if (isDown) throw new Error('The log is full')
      },
    })
    isDown = true
    asked = 0
    const call = tested.call(world.tap, helpDesk)
    if (tested.isDoneWithoutEvent) await call
    else await expect(call).rejects.toMatchObject({ code: 'TAP_PORT_FAILED', port: 'events', operation: 'tell' })
    expect(asked).toBe(1)
  })
})

describe.each(everyVerb.filter(({ isAboutUser }) => isAboutUser))('$name emits exactly one event', (tested) => {
  it('when the user is unknown', async () => {
    const world = await furnished()
    await expectFailure(tested.verb, 'TAP_USER_NOT_FOUND', world, () =>
      tested.call(world.tap, { actor: admin, user: 'unknown' }),
    )
  })
})

describe('the event of a call made for a user', () => {
  it.each(['signIn', 'isPassOffered', 'repudiate'] as const)(
    'names no actor that the input claims: %s',
    async (verb) => {
      const world = createWorld()
      const input = { user: 'ada', code: 'A', token: 'A', actor: admin } as never
      const [told] = await eventsOf(world, () => failureOf(world.tap[verb](input)))
      expect(told).toMatchObject({ type: 'call.failed', actor: undefined })
    },
  )
})

describe('the one event of a rare case', () => {
  const rows: readonly (readonly [string, TapErrorCode, (world: World) => Promise<unknown>])[] = [
    ['a create that the policy forbids', 'TAP_POLICY_VIOLATION', async ({ tap }) => tap.passes.create(tooLong)],
    ['a policy that is too easy to guess', 'TAP_POLICY_VIOLATION', async ({ tap }) => tap.policy.update(tooEasy)],
    ['a delete of another pass', 'TAP_PASS_NOT_FOUND', async ({ tap }) => tap.passes.delete(another)],
    [
      'a create under a changed policy',
      'TAP_UNREADABLE_DOCUMENT',
      onTampered('policy', ({ tap }) => tap.passes.create(helpDesk)),
    ],
    [
      'a get under a changed policy',
      'TAP_UNREADABLE_DOCUMENT',
      onTampered('policy', ({ tap }) => tap.passes.get(helpDesk)),
    ],
    [
      'a list under a changed policy',
      'TAP_UNREADABLE_DOCUMENT',
      onTampered('policy', ({ tap }) => tap.passes.list(helpDeskOnly)),
    ],
    [
      'a get of a changed policy',
      'TAP_UNREADABLE_DOCUMENT',
      onTampered('policy', ({ tap }) => tap.policy.get(helpDeskOnly)),
    ],
    [
      'an update of a changed policy',
      'TAP_UNREADABLE_DOCUMENT',
      onTampered('policy', ({ tap }) => tap.policy.update(sevenDays)),
    ],
    ['a get of a changed pass', 'TAP_UNREADABLE_DOCUMENT', onTampered('user', ({ tap }) => tap.passes.get(helpDesk))],
    [
      'an unlock of a changed pass',
      'TAP_UNREADABLE_DOCUMENT',
      onTampered('user', ({ tap }) => tap.users.unlock(unlocking)),
    ],
  ]

  it.each(rows)('%s: call.failed with %s', async (_, code, call) => {
    const world = await furnished()
    const told = await eventsOf(world, async () => expect(await failureOf(call(world))).toMatchObject({ code }))
    const reason = code === 'TAP_UNREADABLE_DOCUMENT' ? { reason: 'tampered' } : {}
    const details = { call: expect.anything(), code, ...reason }
    expect(told).toEqual([expect.objectContaining({ type: 'call.failed', details })])
  })

  it('has the canonical id of the actor', async () => {
    const world = await furnished()
    world.users.set('root', { id: 'root', isEnabled: true, roles: ['Global Administrator'], userPrincipalName: 'r@x' })
    const actor = { kind: 'user', user: 'R@X' } as const
    const [told] = await eventsOf(world, () => world.tap.users.explain({ actor, user: 'ADA@EXAMPLE.COM' }))
    expect(told).toMatchObject({ actor: { kind: 'user', id: 'root' }, userId: 'ada' })
  })

  it('keeps two users apart whose ids differ in a control character, and stays one line', async () => {
    const ids = ['ada', 'ada\n', 'ada\u202e', 'ada\\u{A}']
    const world = createWorld({ users: ids.map((id) => ({ id, isEnabled: true })) })
    const actors = ids.map((id) => ({ ...admin, id }))
    const told = await eventsOf(world, async () => {
      for (const [index, user] of ids.entries()) await world.tap.users.explain({ actor: actors[index] ?? admin, user })
    })
    for (const names of [told.map(({ userId }) => userId), told.map(({ actor }) => actor?.id)]) {
      expect(new Set(names).size).toBe(ids.length)
      expect(names.join('')).not.toMatch(/[\n\u202e]/)
    }
  })

  it('has a unique correlation id when the caller gives none', async () => {
    const world = await furnished()
    const told = await eventsOf(world, async () => {
      await world.tap.users.explain(helpDesk)
      await world.tap.users.explain(helpDesk)
    })
    expect(new Set(told.flatMap(({ id, correlationId }) => [id, correlationId])).size).toBe(4)
  })
})

const tooLong = { ...helpDesk, lifetimeInMinutes: 43_200 }
const tooEasy = { actor: admin, patch: { alphabet: 'digits', defaultLength: 8 } } as const
const another = { ...helpDesk, passId: 'another' }
const helpDeskOnly = { actor: admin }
const sevenDays = { actor: admin, patch: { retentionInDays: 7 } }
const unlocking = { ...helpDesk, justification: 'called' }

function why(permission: Permission) {
  return { reason: 'permissionMissing', permission }
}

async function expectFailure(verb: Permission, code: TapErrorCode, world: World, call: () => Promise<unknown>) {
  const told = await eventsOf(world, async () => expect(await failureOf(call())).toMatchObject({ code }))
  expect(told.map(({ type, details }) => ({ type, details }))).toEqual([
    { type: 'call.failed', details: { call: verb, code, ...(code === 'TAP_NOT_AUTHORIZED' && why(verb)) } },
  ])
  expect(told.map(({ actor }) => actor)).toEqual([{ kind: 'app', id: 'help-desk' }])
  await expect(call()).rejects.toMatchObject({ code })
}

/** Creates a live pass, and a stored policy with a maximum lifetime of one day. */
async function furnished(options: WorldOptions = {}): Promise<World> {
  const world = createWorld(options)
  await world.tap.policy.update({ actor: admin, patch: { maximumLifetimeInMinutes: 1_440 } })
  await world.issue()
  return world
}

async function furnishedOnFailing(port: 'directory' | 'store' | 'keys', isDown: () => boolean): Promise<World> {
  const failing = <T>(work: () => T): T => {
    if (isDown()) throw new Error('Down')
    return work()
  }
  const { store, keys, users } = createWorld()
  return furnished({
    store:
      port === 'store'
        ? alteredStore(store, {
            read: async (keys) => failing(() => store.read(keys)),
            scan: async (page) => failing(() => store.scan(page)),
          })
        : store,
    keys: port === 'keys' ? async () => failing(() => keys) : keys,
    ...(port === 'directory' && { directory: { findUser: async ({ user }) => failing(() => users.get(user)) } }),
  })
}

function onTampered(kind: 'policy' | 'user', call: (world: World) => Promise<unknown>): VerbCall {
  return async (world) => {
    await tamper(world, kind === 'policy' ? policyKeyOf(world) : userKeyOf(world))
    return call(world)
  }
}

type VerbCall = (world: World) => Promise<unknown>

describe('a failing port', () => {
  it('is named in the error, with what it threw as the cause', async () => {
    const cause = new Error('No route to host')
    const world = createWorld({ directory: { findUser: () => Promise.reject(cause) } })
    const failure = await failureOf(world.tap.users.explain(helpDesk))
    expect(failure).toBeInstanceOf(PortFailedError)
    expect(failure).toMatchObject({ port: 'directory', operation: 'findUser', cause })
  })
})
