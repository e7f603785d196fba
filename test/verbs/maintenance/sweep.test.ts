import { describe, expect, it } from 'vitest'
import { dayMs, hourMs } from '../../support/clock.js'
import { wrongCode } from '../../support/codes.js'
import { createWorld } from '../../support/world.js'

describe('maintenance.sweep', () => {
  it('keeps a pass exactly until the end of its retention', async () => {
    const { tap, issue, row, clock } = createWorld({ policy: { retentionInDays: 2 } })
    await issue('ada', { lifetimeInMinutes: 60 })
    clock.advance(hourMs + 2 * dayMs - 1)
    expect(await tap.maintenance.sweep()).toEqual({ deleted: 0, isDone: true })
    expect(await row()).toBeDefined()
    clock.advance(1)
    expect(await tap.maintenance.sweep()).toEqual({ deleted: 1, isDone: true })
    expect(await row()).toBeUndefined()
  })

  it('reports whether there may be more', async () => {
    const users = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, isEnabled: true }))
    const { tap, issue, clock } = createWorld({ users, policy: { retentionInDays: 1 } })
    for (const { id } of users) await issue(id)
    clock.advance(3 * dayMs)
    expect(await tap.maintenance.sweep({ limit: 3 })).toEqual({ deleted: 3, isDone: false })
    expect(await tap.maintenance.sweep({ limit: 3 })).toEqual({ deleted: 2, isDone: true })
  })

  it('never deletes the policy, and finally deletes the decoys of failed sign-ins', async () => {
    const { tap, admin, enter, store, clock } = createWorld()
    await tap.policy.update({ actor: admin, patch: { retentionInDays: 9 } })
    await enter(wrongCode(), 'nobody')
    clock.advance(400 * dayMs)
    expect((await tap.maintenance.sweep()).deleted).toBe(1)
    expect((await store.scan({ kind: 'policy', limit: 9 })).entries).toHaveLength(1)
    expect((await store.scan({ kind: 'decoy', limit: 9 })).entries).toHaveLength(0)
  })

  it.each([0, 10_001, 1.5, '5'])('refuses a limit of %s', async (limit) => {
    const { tap } = createWorld()
    for (const verb of [tap.maintenance.sweep, tap.maintenance.reseal]) {
      await expect(verb({ limit: limit as number })).rejects.toMatchObject({
        code: 'TAP_INVALID_INPUT',
        issues: [{ field: 'limit', minimum: 1, maximum: 10_000 }],
      })
    }
  })
})
