import { describe, expect, it } from 'vitest'
import type { Explanation } from '../../src/core/pass/explain.js'
import { policyKeyOf, tamper, userKeyOf } from '../support/calls.js'
import { hourMs, minuteMs, secondMs } from '../support/clock.js'
import { wrongCode } from '../support/codes.js'
import type { World } from '../support/world.js'
import { admin, createWorld } from '../support/world.js'

const ada = { actor: admin, user: 'ada' }
type Arrange = (world: World, code: string) => unknown

const states: readonly (readonly [Explanation['usability'], Explanation['advice'], Arrange])[] = [
  ['usable', 'none', () => undefined],
  ['notYetValid', 'wait', ({ issue, clock }) => issue('ada', { startDateTime: new Date(clock.now() + hourMs) })],
  ['expired', 'createPass', ({ clock }) => clock.advance(hourMs)],
  ['oneTimeUsed', 'createPass', ({ enter }, code) => enter(code)],
  ['revoked', 'createPass', ({ tap, enter }) => revoke(tap, enter)],
  ['lockedOut', 'unlock', async ({ enter }) => times(10, () => enter(wrongCode()))],
  ['userDisabled', 'enableUser', ({ users }) => users.set('ada', { id: 'ada', isEnabled: false })],
  ['disabledByPolicy', 'changePolicy', ({ tap }) => tap.policy.update({ actor: admin, patch: { state: 'disabled' } })],
  ['outOfScope', 'changePolicy', ({ tap }) => tap.policy.update({ actor: admin, patch: { includeTargets: [] } })],
  [
    'externalGuest',
    'useHomeTenant',
    ({ users }) => users.set('ada', { id: 'ada', isEnabled: true, type: 'externalGuest' }),
  ],
  ['noPass', 'createPass', ({ tap }) => tap.passes.delete(ada)],
  ['unreadable', 'createPass', (world) => tamper(world, userKeyOf(world))],
]

describe('users.explain', () => {
  it.each(states)('returns %s and advises %s, as a sign-in decides', async (usability, advice, arrange) => {
    const world = createWorld()
    const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: true })
    await arrange(world, code)
    const explanation = await world.tap.users.explain(ada)
    expect(explanation).toMatchObject({ userId: 'ada', usability, advice })
    expect(explanation.message).toMatch(/\.$/)
    const entered = await world.enter(code)
    if (usability === 'usable') expect(entered).toBe('signedIn')
    else if (usability === 'unreadable') expect(entered).toBe('tampered')
    else expect(entered).toBe(usability)
  })

  it('never shows the code', async () => {
    const { tap, issue } = createWorld()
    const { temporaryAccessPass: code } = await issue()
    expect(JSON.stringify(await tap.users.explain(ada))).not.toContain(code.slice(0, 9))
  })

  it('returns start and end of a lockout, and the number of wrong codes', async () => {
    const { tap, issue, enter, clock } = createWorld()
    await issue()
    const since = clock.now()
    await times(10, () => enter(wrongCode()))
    clock.advance(20 * secondMs)
    expect(await tap.users.explain(ada)).toMatchObject({
      wrongCodes: 10,
      since: new Date(since),
      until: new Date(since + minuteMs),
    })
  })

  it('returns what to do about an unreadable policy', async () => {
    const world = createWorld()
    await world.tap.policy.update({ actor: admin, patch: { retentionInDays: 3 } })
    await tamper(world, policyKeyOf(world), { retainUntilMs: 5 })
    expect(await world.tap.users.explain(ada)).toMatchObject({ usability: 'unreadable', advice: 'resetPolicy' })
  })
})

async function times(count: number, work: () => Promise<unknown>): Promise<void> {
  for (let done = 0; done < count; done += 1) await work()
}

async function revoke(tap: World['tap'], enter: World['enter']): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    await times(10, () => enter(wrongCode(round)))
    await tap.users.unlock({ ...ada, justification: 'Once more' })
  }
}
