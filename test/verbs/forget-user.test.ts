import { describe, expect, it } from 'vitest'
import { wrongCode } from '../support/codes.js'
import { admin, createWorld } from '../support/world.js'
import { passKeyOf, tamper } from './every-verb.js'

const ada = { actor: admin, user: 'ada' }

describe('users.forget', () => {
  it('leaves nothing of the person in the store, and everything of everybody else', async () => {
    const { tap, store, issue, enter, row } = createWorld()
    const { temporaryAccessPass } = await issue('ada')
    await issue('bob')
    await enter(wrongCode(), 'ada')
    await tap.users.forget(ada)
    expect(await row('ada')).toBeUndefined()
    expect(await enter(temporaryAccessPass, 'ada')).toBe('noPass')
    expect((await store.scan({ kind: 'pass', limit: 10 })).entries.map(({ key }) => key.id)).toEqual(['bob'])
  })

  it('is done when there is nothing to forget, and when it is called again', async () => {
    const { tap } = createWorld()
    await expect(tap.users.forget(ada)).resolves.toBeUndefined()
    await expect(tap.users.forget(ada)).resolves.toBeUndefined()
  })

  it('removes a document that does not open', async () => {
    const world = createWorld()
    await world.issue()
    await tamper(world, passKeyOf(world))
    await world.tap.users.forget(ada)
    expect(await world.row()).toBeUndefined()
  })
})
