import { describe, expect, it } from 'vitest'
import { NotAuthorizedError, UserNotFoundError } from '../../src/errors.js'
import { admin, createWorld } from '../support/world.js'

const root = { id: 'root', isEnabled: true, roles: ['Global Administrator'] }
const clerk = { id: 'clerk', isEnabled: true, roles: ['Authentication Administrator'] }

describe('a deleted user', () => {
  it('cannot sign in with a pass that is still valid', async () => {
    const world = createWorld()
    const { temporaryAccessPass: code } = await world.issue()
    world.users.delete('ada')
    expect(await world.enter(code)).toBe('unknownUser')
  })

  it('can be forgotten by their id, and the event names them', async () => {
    const world = createWorld({ users: [{ id: 'ada', isEnabled: true }, root] })
    await world.issue()
    world.users.delete('ada')
    await world.tap.users.forget({ actor: { kind: 'user', user: 'root' }, user: 'ada' })
    expect((await world.row())?.body).not.toContain('"pass"')
    expect(world.events.at(-1)).toMatchObject({ type: 'user.forgotten', userId: 'ada' })
  })

  it('leaves no pass to the next user with their id, once forgotten', async () => {
    const world = createWorld()
    const { temporaryAccessPass: code } = await world.issue()
    world.users.delete('ada')
    await world.tap.users.forget({ actor: admin, user: 'ada' })
    world.users.set('ada', { id: 'ada', isEnabled: true })
    expect(await world.enter(code)).toBe('noPass')
  })

  it('is not found when nothing is stored, and no event has the id', async () => {
    const { tap, events } = createWorld()
    await expect(tap.users.forget({ actor: admin, user: 'eve' })).rejects.toThrow(UserNotFoundError)
    expect(events.at(-1)).toMatchObject({ type: 'call.failed', userId: undefined })
  })

  it('cannot be forgotten by an administrator of members', async () => {
    const world = createWorld({ users: [{ id: 'ada', isEnabled: true }, clerk] })
    await world.issue()
    world.users.delete('ada')
    const call = world.tap.users.forget({ actor: { kind: 'user', user: 'clerk' }, user: 'ada' })
    await expect(call).rejects.toThrow(NotAuthorizedError)
    expect(await world.row()).toBeDefined()
  })
})
