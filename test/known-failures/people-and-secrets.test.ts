import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { failureOf } from '../support/calls.js'
import { hourMs } from '../support/clock.js'
import { wrongCode } from '../support/codes.js'
import type { World } from '../support/world.js'
import { admin, createWorld } from '../support/world.js'

const ada = { actor: admin, user: 'ada' }

describe('a known failure:', () => {
  // Pocket ID (#1358): the path and the body named different users.
  it('a call that names two users is refused before authorization', async () => {
    const authorized: unknown[] = []
    const { tap } = createWorld({
      authorize: ({ user }) => {
        authorized.push(user?.id)
        return true
      },
    })
    const two = { ...ada, userId: 'bob' }
    await expect(tap.passes.create(two)).rejects.toMatchObject({ issues: [{ code: 'unknownField', field: 'userId' }] })
    const { userId } = await tap.passes.create({ actor: admin, user: 'BOB@example.com' })
    expect([userId, ...authorized]).toEqual(['bob', 'bob'])
  })

  // Pocket ID, commit c85a4e6: the redemption of a code did not check the account.
  it('a user disabled, deleted or out of scope is refused', async () => {
    const leave: readonly (readonly [string, (world: World) => unknown])[] = [
      ['userDisabled', ({ users }) => users.set('ada', { id: 'ada', isEnabled: false })],
      ['unknownUser', ({ users }) => users.delete('ada')],
      ['outOfScope', ({ users }) => users.set('ada', { id: 'ada', isEnabled: true, groups: [] })],
    ]
    for (const [reason, change] of leave) {
      const world = createWorld({ policy: { includeTargets: [{ targetType: 'group', id: 'staff' }] } })
      world.users.set('ada', { id: 'ada', isEnabled: true, groups: ['staff'] })
      const { temporaryAccessPass: code } = await world.issue()
      change(world)
      expect(await world.enter(code)).toBe(reason)
    }
  })

  // https://github.com/1mcp-app/agent/issues/468, https://github.com/kentcdodds/kody/pull/316: codes in logs.
  it('the code of a pass never appears in an event, error, log or row', async () => {
    const world = createWorld()
    const outputs: unknown[] = [world.events]
    const pass = await world.issue('ada', { isUsableOnce: true })
    const code = pass.temporaryAccessPass
    outputs.push(inspect(pass, { showHidden: true, getters: false }), JSON.stringify(pass), await world.row())
    outputs.push(
      await world.tap.signIn({ user: 'ada', code: `${code}0` }),
      await world.tap.signIn({ user: 'ada', code }),
    )
    outputs.push(await world.tap.signIn({ user: code, code }), await world.tap.users.explain(ada), await world.row())
    const broken = world.another({ store: { ...world.store, read: () => Promise.reject(new Error('Down')) } })
    outputs.push(await failureOf(broken.signIn({ user: 'ada', code })), await failureOf(broken.passes.create(ada)))
    outputs.push(await world.tap.passes.delete(ada), await world.row())
    const everything = inspect(outputs, { depth: 12, maxArrayLength: null, maxStringLength: null, showHidden: true })
    expect(everything).toContain('signIn.succeeded')
    expect(everything).not.toContain(code)
    expect(everything).not.toContain(code.replaceAll('-', ''))
  })

  // https://github.com/keycloak/keycloak/pull/13867: the response revealed that a used code had once been right.
  it('every refusal has the same text, whatever the reason', async () => {
    const arrangements: readonly ((world: World, code: string) => unknown)[] = [
      ({ users }) => users.delete('ada'),
      ({ tap }) => tap.passes.delete(ada),
      ({ clock }) => clock.advance(-hourMs),
      ({ clock }) => clock.advance(2 * hourMs),
      ({ enter }, code) => enter(code),
      async ({ enter }) => {
        for (let guess = 0; guess < 3; guess += 1) await enter(wrongCode(guess))
      },
      ({ users }) => users.set('ada', { id: 'ada', isEnabled: false }),
    ]
    const replies = new Set<string>()
    for (const arrange of arrangements) {
      for (const typedFrom of [(code: string) => code, () => wrongCode()]) {
        const world = createWorld({ policy: { wrongCodesBeforeRevocation: 3 } })
        const startDateTime = new Date(world.clock.now() + 1)
        const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: true, startDateTime })
        world.clock.advance(1)
        await arrange(world, code)
        const context = { correlationId: 'one' }
        replies.add(JSON.stringify(await world.tap.signIn({ user: 'ada', code: typedFrom(code), context })))
      }
    }
    const wrong = createWorld()
    await wrong.issue()
    const context = { correlationId: 'one' }
    replies.add(JSON.stringify(await wrong.tap.signIn({ user: 'ada', code: wrongCode(), context })))
    expect(replies.size).toBe(1)
    expect([...replies][0]).toContain('"ok":false')
  })
})
