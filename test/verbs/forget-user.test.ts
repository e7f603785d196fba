import { describe, expect, it } from 'vitest'
import { tamper, userKeyOf } from '../support/calls.js'
import { minuteMs } from '../support/clock.js'
import { wrongCode } from '../support/codes.js'
import { rememberingStore } from '../support/remembering-store.js'
import { admin, createWorld } from '../support/world.js'

const ada = { actor: admin, user: 'ada' }

describe('users.forget', () => {
  it('leaves an empty document for a day, then nothing, and does not touch other users', async () => {
    const { tap, store, clock, issue, enter, row } = createWorld()
    const { temporaryAccessPass } = await issue('ada')
    await issue('bob')
    await enter(wrongCode(), 'ada')
    await tap.users.forget(ada)
    expect(await enter(temporaryAccessPass, 'ada')).toBe('noPass')
    const { body, retainUntilMs } = (await row('ada')) ?? { body: '', retainUntilMs: null }
    expect(JSON.parse(body)).toEqual({
      version: 2,
      userId: 'ada',
      wrongCodes: { consecutive: 0 },
      registrations: [],
      commitIds: new Array(3).fill(expect.any(String)),
    })
    expect(retainUntilMs).toBe(clock.read() + 24 * 60 * minuteMs)
    clock.advance(24 * 60 * minuteMs)
    await tap.maintenance.sweep()
    expect((await store.scan({ kind: 'user', limit: 10 })).entries.map(({ key }) => key.id)).toEqual(['bob'])
  })

  it('succeeds when there is nothing to forget, and when it is called again', async () => {
    const { tap } = createWorld()
    await expect(tap.users.forget(ada)).resolves.toBeUndefined()
    await expect(tap.users.forget(ada)).resolves.toBeUndefined()
  })

  it('is not undone by an older write that comes late: a pass that was used stays used', async () => {
    const { store, sendFirstWriteAgain } = rememberingStore()
    const { tap, issue, enter } = createWorld({ store })
    const { temporaryAccessPass: code } = await issue('ada', { isUsableOnce: true })
    expect(await enter(code, 'ada')).toBe('signedIn')
    await tap.users.forget(ada)
    expect(await sendFirstWriteAgain()).toBe(false)
    expect(await enter(code, 'ada')).toBe('noPass')
  })

  it('empties an unreadable document', async () => {
    const world = createWorld()
    await world.issue()
    await tamper(world, userKeyOf(world))
    await world.tap.users.forget(ada)
    expect(await world.tap.passes.get(ada)).toBeUndefined()
  })
})
