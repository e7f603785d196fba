import { describe, expect, it } from 'vitest'
import type { Actor } from '../../src/core/access/actor.js'
import { authorizeByEntraRoles } from '../../src/core/access/entra-roles.js'
import type { Permission } from '../../src/core/access/permission.js'
import { NotAuthorizedError } from '../../src/errors.js'
import type { AccessQuestion } from '../../src/ports/authorize.js'
import { failureOf } from '../support/calls.js'
import { minuteMs } from '../support/clock.js'
import type { World, WorldOptions } from '../support/world.js'
import { admin, createWorld } from '../support/world.js'
import { everyVerb } from './every-verb.js'

const aboutUser = everyVerb.filter(({ isAboutUser }) => isAboutUser)
const root: Actor = { kind: 'user', user: 'root' }

describe.each(everyVerb)('$name', (tested) => {
  const { verb } = tested

  it('requires exactly its own permission of a program', async () => {
    const { tap } = await staffed()
    const others = everyVerb.map(({ verb }) => verb).filter((other) => other !== verb)
    await expect(tested.call(tap, by({ ...admin, permissions: others }))).rejects.toThrow(NotAuthorizedError)
    await tested.call(tap, by({ ...admin, permissions: [verb] }))
  })

  it('requires a role of a user, whatever permissions their token has', async () => {
    const { tap } = await staffed()
    const bob: Actor = { kind: 'user', user: 'bob', permissions: admin.permissions }
    await expect(tested.call(tap, by(bob))).rejects.toThrow(NotAuthorizedError)
  })

  it('requires the role and the permission of a user with a delegated token', async () => {
    const { tap } = await staffed()
    await expect(tested.call(tap, by({ ...root, permissions: [] }))).rejects.toThrow(NotAuthorizedError)
    await tested.call(tap, by({ ...root, permissions: [verb] }))
  })

  it('is refused to disabled and to unknown administrators', async () => {
    const { tap, users } = await staffed()
    await expect(tested.call(tap, by({ kind: 'user', user: 'gone' }))).rejects.toThrow(NotAuthorizedError)
    users.set('root', { id: 'root', isEnabled: false, roles: ['Global Administrator'] })
    await expect(tested.call(tap, by(root))).rejects.toThrow(NotAuthorizedError)
  })

  it('is refused to disabled and unknown actors even when the authorizer allows everything', async () => {
    const { tap, users } = await staffed({ authorize: () => true })
    await expect(tested.call(tap, by({ kind: 'user', user: 'gone' }))).rejects.toThrow(NotAuthorizedError)
    users.set('root', { id: 'root', isEnabled: false })
    await expect(tested.call(tap, by(root))).rejects.toThrow(NotAuthorizedError)
  })

  it('is refused unless the authorizer returns true', async () => {
    for (const answer of [false, undefined, null, 1, 'true', {}]) {
      const { tap } = await staffed({ authorize: () => answer as boolean })
      await expect(tested.call(tap, by(admin)), String(answer)).rejects.toThrow(NotAuthorizedError)
    }
  })

  it('is refused when the authorizer throws, with what it threw as the cause', async () => {
    const cause = new Error('The policy engine is down')
    const { tap } = await staffed({ authorize: () => Promise.reject(cause) })
    expect(await failureOf(tested.call(tap, by(admin)))).toMatchObject({
      code: 'TAP_NOT_AUTHORIZED',
      permission: verb,
      cause,
    })
  })

  it('says why it is refused, in the error and in the event', async () => {
    const token = { ...root, permissions: [] }
    const rows: readonly (readonly [NotAuthorizedError['reason'], Actor, WorldOptions?])[] = [
      ['actorUnknown', { kind: 'user', user: 'gone' }],
      ['actorDisabled', { kind: 'user', user: 'off' }],
      ['permissionMissing', { ...admin, permissions: [] }],
      ['permissionMissing', token],
      ['permissionMissing', { kind: 'user', user: 'bob' }],
      ['authorizer', admin, { authorize: () => false }],
      ['authorizerFailed', admin, { authorize: () => Promise.reject(new Error('down')) }],
    ]
    for (const [reason, actor, options] of rows) {
      const { tap, users, events } = await staffed(options)
      users.set('off', { id: 'off', isEnabled: false, roles: ['Global Administrator'] })
      const error = await failureOf(tested.call(tap, by(actor)))
      expect(error).toMatchObject({ reason, permission: verb, messageId: `error.TAP_NOT_AUTHORIZED.${reason}` })
      const id = actor.kind === 'user' ? actor.user : actor.id
      expect(events.at(-1)).toMatchObject({ actor: { id }, details: { reason, permission: verb } })
    }
  })

  it('changes nothing when it is refused', async () => {
    const world = await staffed()
    const before = await everything(world)
    await tested.call(world.tap, by({ ...admin, permissions: [] })).catch(() => undefined)
    expect(await everything(world)).toEqual(before)
  })
})

describe.each(aboutUser)('$name', (tested) => {
  it('hides from an unauthorized actor whether the user exists', async () => {
    const { tap } = await staffed()
    const bob: Actor = { kind: 'user', user: 'bob' }
    const failures = [tested.call(tap, by(bob)), tested.call(tap, { actor: bob, user: 'unknown' })].map(failureOf)
    const [known, unknown] = await Promise.all(failures)
    expect(unknown).toBeInstanceOf(NotAuthorizedError)
    expect(unknown).toEqual(known)
  })

  it('passes the canonical users to the authorizer, and whether they are the same', async () => {
    const asked: AccessQuestion[] = []
    const { tap } = await staffed({
      authorize: (question) => {
        asked.push(question)
        return true
      },
    })
    await tested.call(tap, { actor: { kind: 'user', user: 'Root@Example.com' }, user: 'ADA@example.com' })
    await tested.call(tap, { actor: { kind: 'user', user: 'ADA@example.com' }, user: 'ada' }).catch(() => undefined)
    const [first, second] = asked
    expect(first).toMatchObject({ permission: tested.verb, tenantId: 'default', user: { id: 'ada' }, isSelf: false })
    expect(first?.actor).toMatchObject({ kind: 'user', user: { id: 'root' } })
    if (tested.verb !== 'passes.create') expect(second).toMatchObject({ isSelf: true })
  })
})

describe('a call about oneself', () => {
  const alike = ['root', 'root@example.com', 'ROOT@EXAMPLE.COM']
  const refused: readonly Permission[] = ['passes.create', 'users.unlock', 'users.forget']

  it.each(aboutUser.filter(({ verb }) => refused.includes(verb)))(
    '$verb is refused to a Global Administrator under every name',
    async (tested) => {
      const { tap } = await staffed()
      for (const actor of alike) {
        for (const user of alike) {
          await expect(tested.call(tap, { actor: { kind: 'user', user: actor }, user })).rejects.toThrow(
            NotAuthorizedError,
          )
        }
      }
    },
  )

  it('cannot issue a pass, even when the authorizer allows everything', async () => {
    const { tap } = await staffed({ authorize: () => true })
    await expect(tap.passes.create({ actor: root, user: 'ROOT@example.com' })).rejects.toThrow(NotAuthorizedError)
  })

  it('can get, explain and delete the own pass', async () => {
    const { tap } = await staffed()
    const ada = by({ kind: 'user', user: 'ada@example.com' })
    expect((await tap.passes.get(ada))?.userId).toBe('ada')
    expect((await tap.users.explain(ada)).usability).toBe('usable')
    expect(await tap.registrations.list(ada)).toEqual([])
    expect((await tap.passes.delete(ada)).userId).toBe('ada')
  })

  it('does not include an earlier user with the same id', async () => {
    const { tap } = await staffed({
      directory: {
        findUser: async ({ user }) => ({
          id: 'root',
          isEnabled: true,
          incarnation: user,
          roles: ['Global Administrator'],
        }),
      },
    })
    const issued = await tap.passes.create({ actor: { kind: 'user', user: 'new' }, user: 'old' })
    expect(issued.lifetimeInMinutes * minuteMs).toBeGreaterThan(0)
  })
})

describe('the reason of a refusal', () => {
  const desk: Actor = { kind: 'user', user: 'desk' }
  const withDesk = async (options: WorldOptions = {}): Promise<World> => {
    const world = await staffed(options)
    world.users.set('desk', { id: 'desk', isEnabled: true, roles: ['Authentication Administrator'] })
    return world
  }

  it('is scope where the actor may act on other users', async () => {
    const { tap } = await withDesk()
    expect(await failureOf(tap.passes.get({ actor: desk, user: 'root' }))).toMatchObject({ reason: 'scope' })
    expect(await failureOf(tap.passes.list({ actor: desk }))).toMatchObject({ reason: 'permissionMissing' })
  })

  it('is self on the own account', async () => {
    const { tap } = await withDesk()
    for (const options of [
      { actor: desk, user: 'desk' },
      { actor: root, user: 'root' },
    ])
      expect(await failureOf(tap.passes.create(options))).toMatchObject({ reason: 'self' })
    const unlocking = { actor: root, user: 'root', justification: 'x' }
    expect(await failureOf(tap.users.unlock(unlocking))).toMatchObject({ reason: 'self' })
  })

  it('is known of an authorizer that asks the default one, and of no other', async () => {
    const narrowed = await withDesk({ authorize: (question) => authorizeByEntraRoles(question) })
    expect(await failureOf(narrowed.tap.passes.get({ actor: desk, user: 'root' }))).toMatchObject({ reason: 'scope' })
    const own = await withDesk({ authorize: (question) => authorizeByEntraRoles(question) && false })
    expect(await failureOf(own.tap.passes.get({ actor: desk, user: 'ada' }))).toMatchObject({ reason: 'authorizer' })
  })
})

function by(actor: Actor): { readonly actor: Actor; readonly user: string } {
  return { actor, user: 'ada' }
}

/** Creates Ada with a pass, Bob without a role, and a Global Administrator. */
async function staffed(options: WorldOptions = {}): Promise<World> {
  const world = createWorld(options)
  const { users, store } = world
  users.set('root', {
    id: 'root',
    isEnabled: true,
    userPrincipalName: 'root@example.com',
    roles: ['Global Administrator'],
  })
  if (options.directory) return world
  // The pass comes from another tap, so that the tested one has loaded nothing.
  const desk = world.another({ store, authorize: () => true })
  await desk.passes.create({ actor: admin, user: 'ada' })
  return world
}

async function everything({ store }: World): Promise<unknown> {
  return Promise.all(['user', 'policy', 'decoy', 'issueCount'].map((kind) => store.scan({ kind, limit: 100 })))
}
