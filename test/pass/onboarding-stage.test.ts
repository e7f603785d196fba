import { describe, expect, it } from 'vitest'
import type { OnboardingStage } from '../../src/index.js'
import { onboardingStage, onboardingStages } from '../../src/index.js'
import { minuteMs } from '../support/clock.js'
import type { World } from '../support/world.js'
import { createWorld } from '../support/world.js'

async function stageIn(world: World, lapsingInHours?: number): Promise<OnboardingStage> {
  const explanation = await world.tap.users.explain({ actor: world.admin, user: 'ada' })
  const registrations = await world.tap.registrations.list({ actor: world.admin, user: 'ada' })
  return onboardingStage(explanation, registrations, { now: new Date(world.clock.now()), lapsingInHours })
}

describe('onboardingStage', () => {
  it('follows a user from no pass to a registered credential', async () => {
    const world = createWorld()
    expect(await stageIn(world)).toBe('planned')
    const { temporaryAccessPass: code } = await world.issue('ada')
    expect(await stageIn(world)).toBe('issued')
    const result = await world.tap.signIn({ user: 'ada', code })
    expect(await stageIn(world)).toBe('signedIn')
    const credential = { id: 'k', type: 'passkey' }
    await world.tap.registrations.complete({ grant: result.ok ? result.grant : '', credential })
    expect(await stageIn(world)).toBe('registered')
  })

  it('is lapsing in the last quarter of an unused pass, or in the last given hours', async () => {
    const world = createWorld()
    await world.issue('ada')
    world.clock.advance(45 * minuteMs - 1)
    expect(await stageIn(world)).toBe('issued')
    world.clock.advance(1)
    expect(await stageIn(world)).toBe('lapsing')
    expect(await stageIn(world, 0)).toBe('issued')
    expect(await stageIn(world, 0.25)).toBe('lapsing')
  })

  it('is lapsed after the end of the pass, also if it was used', async () => {
    for (const isUsed of [false, true]) {
      const world = createWorld()
      const { temporaryAccessPass: code } = await world.issue('ada')
      if (isUsed) await world.tap.signIn({ user: 'ada', code })
      world.clock.advance(60 * minuteMs)
      expect([isUsed, await stageIn(world)]).toEqual([isUsed, 'lapsed'])
    }
  })

  it('is failed if the stored pass cannot be read', () => {
    const explanation = {
      userId: 'ada',
      usability: 'unreadable',
      wrongCodes: 0,
      advice: 'createPass',
      message: '',
      messageId: 'explain.unreadablePass.tampered',
      messageParameters: {},
    } as const
    expect(onboardingStage(explanation, [], { now: new Date(0) })).toBe('failed')
  })

  it('has a meaning for every stage', () => {
    const stages = ['planned', 'issued', 'lapsing', 'signedIn', 'registered', 'lapsed', 'failed']
    expect(Object.keys(onboardingStages)).toEqual(stages)
  })
})
