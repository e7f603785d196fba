import { describe, expect, it } from 'vitest'
import { hourMs } from '../support/clock.js'
import type { World } from '../support/world.js'
import { admin, createWorld } from '../support/world.js'

// The example of Microsoft's public documentation for the resource type temporaryAccessPassAuthenticationMethod.
const created = new Date('2022-05-22T23:19:17Z')
const start = new Date('2022-05-23T06:00:00Z')
const end = new Date('2022-05-23T07:00:00Z')

async function documentedWorld(): Promise<World & { readonly code: string }> {
  const world = createWorld({ now: created })
  const terms = { startDateTime: start, lifetimeInMinutes: 60, isUsableOnce: true }
  const pass = await world.issue('ada', terms)
  expect(pass).toMatchObject({
    createdDateTime: created,
    startDateTime: start,
    endDateTime: end,
    lifetimeInMinutes: 60,
    isUsableOnce: true,
    isUsable: false,
    methodUsabilityReason: 'NotYetValid',
  })
  return { ...world, code: pass.temporaryAccessPass }
}

describe('the pass of the public documentation', () => {
  it('reads NotYetValid and is refused before its start', async () => {
    const { tap, clock, enter, code } = await documentedWorld()
    for (const instant of [created.getTime(), start.getTime() - 1]) {
      clock.set(instant)
      const shown = await tap.passes.get({ actor: admin, user: 'ada' })
      expect(shown).toMatchObject({ isUsable: false, methodUsabilityReason: 'NotYetValid' })
      expect(await enter(code)).toBe('notYetValid')
    }
  })

  it('reads EnabledByPolicy from its start to its end', async () => {
    const { tap, clock } = await documentedWorld()
    for (const instant of [start.getTime(), end.getTime() - 1]) {
      clock.set(instant)
      const shown = await tap.passes.get({ actor: admin, user: 'ada' })
      expect(shown).toMatchObject({ isUsable: true, methodUsabilityReason: 'EnabledByPolicy' })
    }
  })

  it('reads OneTimeUsed from its use on, even after its end', async () => {
    const { tap, clock, enter, code } = await documentedWorld()
    clock.set(start.getTime())
    expect(await enter(code)).toBe('signedIn')
    for (const later of [0, hourMs, 100 * hourMs]) {
      clock.set(start.getTime() + later)
      const shown = await tap.passes.get({ actor: admin, user: 'ada' })
      expect(shown).toMatchObject({ isUsable: false, methodUsabilityReason: 'OneTimeUsed', lastUsedDateTime: start })
      expect(await enter(code)).toBe('oneTimeUsed')
    }
  })

  it('reads Expired after its end when it was never used', async () => {
    const { tap, clock, enter, code } = await documentedWorld()
    clock.set(end.getTime())
    const shown = await tap.passes.get({ actor: admin, user: 'ada' })
    expect(shown).toMatchObject({ isUsable: false, methodUsabilityReason: 'Expired' })
    expect(shown).not.toHaveProperty('lastUsedDateTime', expect.anything())
    expect(await enter(code)).toBe('expired')
  })

  it('reads DisabledByPolicy while the policy is disabled', async () => {
    const { tap, clock } = await documentedWorld()
    clock.set(start.getTime())
    await tap.policy.update({ actor: admin, patch: { state: 'disabled' } })
    const disabled = await tap.passes.get({ actor: admin, user: 'ada' })
    expect(disabled).toMatchObject({ isUsable: false, methodUsabilityReason: 'DisabledByPolicy' })
    await tap.policy.update({ actor: admin, patch: { state: 'enabled' } })
    const enabled = await tap.passes.get({ actor: admin, user: 'ada' })
    expect(enabled).toMatchObject({ isUsable: true, methodUsabilityReason: 'EnabledByPolicy' })
  })
})
