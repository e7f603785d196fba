import { describe, expect, it } from 'vitest'
import { tamper, userKeyOf } from '../../support/calls.js'
import { hourMs } from '../../support/clock.js'
import { wrongCode } from '../../support/codes.js'
import { admin, createWorld } from '../../support/world.js'

const ada = { actor: admin, user: 'ada' }

describe('passes.get', () => {
  it('returns the pass as create did, without its code', async () => {
    const { tap, issue } = createWorld()
    const issued = await issue()
    const pass = await tap.passes.get(ada)
    expect(pass).toEqual({ ...issued })
    expect(pass).not.toHaveProperty('temporaryAccessPass')
  })

  it('returns undefined if there is no pass, or only another one', async () => {
    const { tap, issue } = createWorld()
    expect(await tap.passes.get(ada)).toBeUndefined()
    const { id } = await issue()
    expect(await tap.passes.get({ ...ada, passId: 'another' })).toBeUndefined()
    expect((await tap.passes.get({ ...ada, passId: id }))?.id).toBe(id)
  })

  it('returns when the pass was last used, and its usability', async () => {
    const { tap, issue, enter, clock } = createWorld()
    const { temporaryAccessPass } = await issue('ada', { isUsableOnce: true })
    clock.advance(hourMs / 2)
    await enter(temporaryAccessPass)
    expect(await tap.passes.get(ada)).toMatchObject({
      lastUsedDateTime: new Date(clock.now()),
      isUsable: false,
      usability: 'oneTimeUsed',
      methodUsabilityReason: 'OneTimeUsed',
    })
  })

  it('records an expiry, so that a clock that is set back does not revive the pass', async () => {
    const { tap, issue, enter, clock } = createWorld()
    const { temporaryAccessPass } = await issue()
    clock.advance(hourMs)
    expect((await tap.passes.get(ada))?.usability).toBe('expired')
    clock.advance(-hourMs)
    expect((await tap.passes.get(ada))?.usability).toBe('expired')
    expect(await enter(temporaryAccessPass)).toBe('expired')
  })

  it('writes nothing while the pass is live', async () => {
    const world = createWorld()
    await world.issue()
    await world.enter(wrongCode())
    const before = await world.row()
    await world.tap.passes.get(ada)
    await world.tap.users.explain(ada)
    expect(await world.row()).toEqual(before)
  })

  it('names the unreadable document and the reason', async () => {
    const world = createWorld()
    await world.issue()
    const key = userKeyOf(world)
    const elsewhere = world.another({ keys: [{ id: 'other', secret: new Uint8Array(32) }] })
    await expect(elsewhere.passes.get(ada)).rejects.toMatchObject({
      code: 'TAP_UNREADABLE_DOCUMENT',
      key,
      reason: 'keyMissing',
    })
    await tamper(world, key)
    await expect(world.tap.passes.get(ada)).rejects.toMatchObject({
      code: 'TAP_UNREADABLE_DOCUMENT',
      key,
      reason: 'tampered',
    })
  })
})
