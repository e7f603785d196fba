import { describe, expect, it } from 'vitest'
import { eventsOf } from '../support/calls.js'
import { secondMs } from '../support/clock.js'
import { wrongCode } from '../support/codes.js'
import type { World } from '../support/world.js'
import { admin, createWorld } from '../support/world.js'

const ada = { actor: admin, user: 'ada' }
const justification = 'Ada called from her known number'

describe('users.unlock', () => {
  it('ends the lockout at once, and the right code is accepted', async () => {
    const { world, code } = await lockedOut()
    expect(await world.enter(code)).toBe('lockedOut')
    await world.tap.users.unlock({ ...ada, justification })
    expect(await world.enter(code)).toBe('signedIn')
  })

  it('resets the wrong codes in a row, so that the next lockout is as short as the first', async () => {
    const { world } = await lockedOut()
    await world.tap.users.unlock({ ...ada, justification })
    for (const number of [1, 2, 3]) expect(await world.enter(wrongCode(number))).toBe('wrongCode')
    const { since, until } = await world.tap.users.explain(ada)
    expect(Number(until) - Number(since)).toBe(60 * secondMs)
  })

  it('keeps the wrong codes of the pass, so that it gets no more guesses', async () => {
    const { world, code } = await lockedOut({ wrongCodesBeforeRevocation: 4 })
    await world.tap.users.unlock({ ...ada, justification })
    await world.enter(wrongCode())
    expect(await world.enter(code)).toBe('revoked')
  })

  it('emits the number of wrong codes and the justification, in one line', async () => {
    const { world } = await lockedOut()
    const emitted = await eventsOf(world, () =>
      world.tap.users.unlock({ ...ada, justification: 'Called\r\nERROR: forged' }),
    )
    const details = { wrongCodes: 3, justification: 'CalledERROR: forged' }
    expect(emitted).toEqual([expect.objectContaining({ type: 'user.unlocked', details })])
  })

  it('is no error where there is no lockout', async () => {
    const { tap, row } = createWorld()
    await tap.users.unlock({ ...ada, justification })
    const { wrongCodes } = JSON.parse((await row())?.body ?? '')
    expect(wrongCodes).toEqual({ consecutive: 0 })
  })

  it.each(['', 'x'.repeat(1_001), undefined, 7])(
    'needs a justification of 1 to 1,000 characters (%#)',
    async (text) => {
      const { tap } = createWorld()
      await expect(tap.users.unlock({ ...ada, justification: text as string })).rejects.toMatchObject({
        code: 'TAP_INVALID_INPUT',
        issues: [{ field: 'justification', minimum: 1, maximum: 1_000 }],
      })
    },
  )
})

async function lockedOut(policy: object = {}): Promise<{ world: World; code: string }> {
  const world = createWorld({ policy: { wrongCodesBeforeLockout: 3, lockoutInSeconds: 60, ...policy } })
  const { temporaryAccessPass: code } = await world.issue()
  for (const number of [1, 2, 3]) await world.enter(wrongCode(number))
  return { world, code }
}
