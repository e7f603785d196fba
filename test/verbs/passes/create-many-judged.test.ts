import { describe, expect, it } from 'vitest'
import type { PassRow } from '../../../src/api/passes.js'
import { entraPolicy } from '../../../src/core/policy/presets.js'
import { RateLimitedError } from '../../../src/errors.js'
import { hourMs, minuteMs } from '../../support/clock.js'
import { contentOf } from '../../support/outcome.js'
import { createWorld } from '../../support/world.js'
import { newUsers, outcomesOf, rowsFor, runRows } from './run-rows.js'

describe('a dry run', () => {
  it('returns the result of a real run for every row, and writes nothing', async () => {
    const rate = { issuing: { ...entraPolicy.issuing, maximumPerHour: { user: 1 } } }
    const world = createWorld({ policy: { ...rate, maximumLifetimeInMinutes: 1_440 }, users: newUsers(6) })
    await world.issue('user0')
    await runRows(world.tap, rowsFor(['user1']))
    const rows: readonly PassRow[] = [
      ...rowsFor(['user0', 'user1', 'nobody', 'user2']),
      ...rowsFor(['user3'], { lifetimeInMinutes: 1_441 }),
      ...rowsFor(['user4'], { startDate: '2026-12-01', timeZone: 'Europe/Berlin', lifetimeInMinutes: 90 }),
    ]
    const before = await contentOf(world.store)
    const planned = await runRows(world.tap, rows, { isDryRun: true })
    expect(await contentOf(world.store)).toEqual(before)
    const done = await runRows(world.tap, rows)
    expect(outcomesOf(planned).map((outcome) => outcome.replace('planned', 'created'))).toEqual(outcomesOf(done))
    expect(outcomesOf(done)).toEqual([
      'TAP_RATE_LIMITED',
      'unchanged',
      'TAP_USER_NOT_FOUND',
      'created',
      'lifetimeOutOfRange lifetimeInMinutes',
      'created',
    ])
    const { startDateTime, endDateTime, lifetimeInMinutes, isUsableOnce } = passOf(done[5])
    expect(planned[5]).toMatchObject({
      plan: { userId: 'user4', startDateTime, endDateTime, lifetimeInMinutes, isUsableOnce },
    })
  })

  it('names the pass that would be replaced', async () => {
    const { tap, issue } = createWorld()
    const { id } = await issue()
    const [result] = await runRows(tap, rowsFor(['ada']), { isDryRun: true })
    expect(result).toMatchObject({ outcome: 'planned', plan: { replacedPassId: id } })
  })
})

describe('the issuing rate', () => {
  it('refuses further rows with a wait, after which the same rows continue', async () => {
    const policy = { issuing: { ...entraPolicy.issuing, maximumPerHour: { actor: 4 } } }
    const { tap, clock } = createWorld({ policy, users: newUsers(10) })
    const rows = rowsFor(newUsers(10).map(({ id }) => id))
    const counts: string[][] = []
    for (let hour = 0; hour < 3; hour += 1) {
      const results = await runRows(tap, rows)
      counts.push(
        [...new Set(outcomesOf(results))]
          .map((word) => `${outcomesOf(results).filter((x) => x === word).length} ${word}`)
          .sort(),
      )
      const refused = results.flatMap((result) => (result.outcome === 'refused' ? [result.error] : []))
      for (const error of refused) expect(error).toBeInstanceOf(RateLimitedError)
      clock.advance(hourMs + minuteMs)
    }
    expect(counts).toEqual([
      ['4 created', '6 TAP_RATE_LIMITED'],
      ['2 TAP_RATE_LIMITED', '4 created', '4 unchanged'],
      ['2 created', '8 unchanged'],
    ])
  })
})

function passOf(result: Awaited<ReturnType<typeof runRows>>[number] | undefined) {
  if (result?.outcome !== 'created') throw new Error('Nothing was created')
  return result.pass
}
