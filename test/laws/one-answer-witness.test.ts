import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { memoryStore } from '../../adapters/memory/index.js'
import { minuteMs } from '../support/clock.js'
import { wrongCode as wrongCodes } from '../support/codes.js'
import { spiedStore } from '../support/spies.js'
import type { World } from '../support/world.js'
import { attempt, journal, liveWorld } from './attempts.js'
import { situations, whileRegistering } from './situations.js'

const wrongCode = wrongCodes()

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

function witnessedWorld(): Promise<World> {
  const witness = spiedStore(memoryStore(), journal)
  return liveWorld({ witness })
}

async function stepsOfAWrongCode(): Promise<readonly string[]> {
  const world = await witnessedWorld()
  await world.issue()
  return (await attempt(world, wrongCode)).steps
}

describe('a sign-in with a witness', () => {
  it('reads both stores at the same time, and writes to the witness after the store', async () => {
    const steps = (await stepsOfAWrongCode()).filter((step) => /^read|^write/.test(step))
    expect(steps).toEqual(['read policy user decoy', 'read witness witness witness witness', 'write', 'write'])
  })

  it.each([...situations, whileRegistering])('takes the same steps when $name', async (situation) => {
    const world = await witnessedWorld()
    const code = await situation.arrange(world)
    world.clock.advance(situation.reason === 'rolledBack' ? minuteMs : 0)
    const { steps, event } = await attempt(world, code, { user: situation.user ?? 'ada', ...situation.input })
    expect(event).toMatchObject({ details: { reason: situation.reason } })
    expect(steps).toEqual(await stepsOfAWrongCode())
  })

  it('takes the same steps for a right code, up to the result', async () => {
    const world = await witnessedWorld()
    const { temporaryAccessPass: code } = await world.issue()
    const { result, steps } = await attempt(world, code)
    expect(result.ok).toBe(true)
    // A success seals its grant before the event.
    expect(steps.slice(-4)).toEqual(['seal', 'draw 40', 'draw 16', 'event'])
    expect(steps.toSpliced(-4, 2)).toEqual(await stepsOfAWrongCode())
  })
})
