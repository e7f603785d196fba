import { describe, expect, it } from 'vitest'
import { PassNotFoundError } from '../../../src/errors.js'
import { eventsOf, tamper, userKeyOf } from '../../support/calls.js'
import { hourMs } from '../../support/clock.js'
import { wrongCode } from '../../support/codes.js'
import { createSignedIn, many, passkey } from '../../support/signed-in.js'
import type { World } from '../../support/world.js'
import { admin, createWorld } from '../../support/world.js'

const ada = { actor: admin, user: 'ada' }

describe('passes.delete', () => {
  it('ends a pass at once, and returns its id', async () => {
    const { tap, issue, enter } = createWorld()
    const { id, temporaryAccessPass } = await issue()
    expect(await tap.passes.delete(ada)).toEqual({ userId: 'ada', passId: id, registrations: [] })
    expect(await enter(temporaryAccessPass)).toBe('noPass')
    expect(await tap.passes.get(ada)).toBeUndefined()
  })

  it('deletes only the pass with the given id', async () => {
    const { tap, issue, enter } = createWorld()
    const first = await issue()
    const second = await issue()
    await expect(tap.passes.delete({ ...ada, passId: first.id })).rejects.toThrow(PassNotFoundError)
    expect(await enter(second.temporaryAccessPass)).toBe('signedIn')
    expect((await tap.passes.delete({ ...ada, passId: second.id })).passId).toBe(second.id)
  })

  it('fails if there is no pass, and on the second call', async () => {
    const { tap, issue } = createWorld()
    await expect(tap.passes.delete(ada)).rejects.toThrow(PassNotFoundError)
    await issue()
    await tap.passes.delete(ada)
    await expect(tap.passes.delete(ada)).rejects.toThrow(PassNotFoundError)
  })

  it('returns the same credentials when a cascade is repeated after a lost answer', async () => {
    const world = await createSignedIn({}, many)
    const { grant } = world.result
    for (const number of [1, 2]) await world.tap.registrations.complete({ grant, credential: passkey(number) })
    const input = { ...ada, passId: world.passId, cascade: true }
    const first = await world.tap.passes.delete(input)
    expect(first.registrations).toHaveLength(2)
    await world.issue()
    const [emitted] = await eventsOf(world, async () =>
      expect(await world.another().passes.delete(input)).toEqual(first),
    )
    expect(emitted).toMatchObject({
      type: 'pass.deleted',
      details: { passId: world.passId, registrations: first.registrations, isRepudiated: false },
    })
    expect(await world.tap.passes.get(ada)).toBeDefined()
    for (const other of [{ passId: world.passId }, { passId: 'another', cascade: true }]) {
      await expect(world.tap.passes.delete({ ...ada, ...other })).rejects.toThrow(PassNotFoundError)
    }
  })

  it.each([
    ['deleted', (world: World) => world.tap.passes.delete(ada)],
    ['replaced', (world: World) => world.issue()],
  ])('finds the credentials of a pass that was %s before', async (_, end) => {
    const world = await createSignedIn({}, many)
    await world.tap.registrations.complete({ grant: world.result.grant, credential: passkey(1) })
    await end(world)
    const current = await world.tap.passes.get(ada)
    const input = { ...ada, passId: world.passId, cascade: true }
    const deleted = await world.tap.passes.delete(input)
    expect(deleted).toMatchObject({ passId: world.passId, registrations: [{ credential: passkey(1) }] })
    expect(await world.tap.passes.delete(input)).toEqual(deleted)
    expect(await world.tap.passes.get(ada)).toEqual(current)
    expect(await world.tap.registrations.list(ada)).toEqual([])
  })

  it('also deletes a pass that has ended', async () => {
    const { tap, issue, clock } = createWorld()
    const { id } = await issue()
    clock.advance(2 * hourMs)
    expect((await tap.passes.delete(ada)).passId).toBe(id)
  })

  it('keeps the wrong codes and the lockout that they caused', async () => {
    const { tap, issue, enter } = createWorld({ policy: { wrongCodesBeforeLockout: 3 } })
    await issue()
    for (const _ of [1, 2, 3]) await enter(wrongCode())
    await tap.passes.delete(ada)
    expect(await tap.users.explain(ada)).toMatchObject({ usability: 'noPass', wrongCodes: 3 })
  })

  it.each(['tampered', 'keyMissing'] as const)('removes a document that is %s, and records it', async (how) => {
    const world = createWorld()
    await world.issue()
    if (how === 'tampered') await tamper(world, userKeyOf(world))
    const keys = [{ id: 'other', secret: new Uint8Array(32) }]
    const tap = how === 'tampered' ? world.tap : world.another({ keys })
    const [emitted] = await eventsOf(world, async () => {
      expect(await tap.passes.delete(ada)).toEqual({ userId: 'ada', passId: undefined, registrations: [] })
    })
    expect(emitted).toMatchObject({ type: 'pass.deleted', details: { overwrote: how } })
    expect(await tap.passes.get(ada)).toBeUndefined()
  })
})
