import { describe, expect, it } from 'vitest'
import { PolicyViolationError } from '../../../src/errors.js'
import type { Delivery } from '../../../src/ports/deliverer.js'
import { failureOf } from '../../support/calls.js'
import type { World, WorldOptions } from '../../support/world.js'
import { admin, createWorld } from '../../support/world.js'
import { rowsFor, runRows } from './run-rows.js'

const elif = { actor: admin, user: 'elif' }
const warning = { code: 'userDisabled', messageId: 'warning.userDisabled', message: expect.stringMatching(/disabled/) }
const addresses = [{ channel: 'email', value: 'elif@example.com' }] as const

function world(options: WorldOptions = {}): World {
  const users = [
    { id: 'elif', isEnabled: false, addresses },
    { id: 'ada', isEnabled: true, addresses },
  ]
  return createWorld({ users, ...options })
}

describe('a pass for a disabled user', () => {
  it('is issued with a warning, and works once the account is enabled', async () => {
    const { tap, users, events, enter } = world()
    const { temporaryAccessPass: code, ...pass } = await tap.passes.create(elif).then((pass) => ({
      ...pass,
      temporaryAccessPass: pass.temporaryAccessPass,
    }))
    expect(pass).toMatchObject({ isUsable: false, usability: 'userDisabled', warnings: [warning] })
    expect(events.at(-1)).toMatchObject({ type: 'pass.created', details: { isUserDisabled: true } })
    expect(await enter(code, 'elif')).toBe('userDisabled')
    users.set('elif', { id: 'elif', isEnabled: true })
    expect(await enter(code, 'elif')).toBe('signedIn')
    expect((await tap.passes.get(elif))?.warnings).toEqual([])
  })

  it('has the warning wherever the pass is shown', async () => {
    const deliveries: Delivery[] = []
    const { tap } = world({ deliverer: async (delivery) => void deliveries.push(delivery) })
    const sent = await tap.passes.create({ ...elif, deliverTo: 'email' })
    const { items } = await tap.passes.list({ actor: admin })
    const shown = [sent, await tap.passes.get(elif), items[0], deliveries[0]?.pass]
    for (const pass of shown) expect(pass?.warnings).toMatchObject([warning])
    expect((await tap.users.explain(elif)).pass?.warnings).toMatchObject([warning])
  })

  it('has the warning in every row of a list, planned and created, and no other user has it', async () => {
    const { tap, events } = world()
    const rows = rowsFor(['elif', 'ada'])
    const planned = await runRows(tap, rows, { isDryRun: true })
    expect(planned).toMatchObject([{ plan: { warnings: [warning] } }, { plan: { warnings: [] } }])
    const created = await runRows(tap, rows)
    expect(created).toMatchObject([{ pass: { warnings: [warning] } }, { pass: { warnings: [] } }])
    const details = events.flatMap((event) => (event.type === 'pass.created' ? event.details.isUserDisabled : []))
    expect(details).toEqual([true, undefined])
  })

  it('is refused where the policy says so, with its own reason', async () => {
    const { tap, row } = world()
    const { issuing } = await tap.policy.get({ actor: admin })
    await tap.policy.update({ actor: admin, patch: { issuing: { ...issuing, isDisabledUserAllowed: false } } })
    const error = await failureOf(tap.passes.create(elif))
    expect(error).toBeInstanceOf(PolicyViolationError)
    expect(error).toMatchObject({ issues: [{ code: 'userDisabled', field: 'user' }] })
    expect(await runRows(tap, rowsFor(['elif', 'ada']))).toMatchObject([{ outcome: 'refused' }, { outcome: 'created' }])
    expect(await row('elif')).toBeUndefined()
  })

  it('is allowed by a policy that was stored before there was the rule', async () => {
    const { tap } = world()
    const { issuing } = await tap.policy.get({ actor: admin })
    expect(issuing.isDisabledUserAllowed).toBeUndefined()
    await tap.policy.update({ actor: admin, patch: { issuing } })
    expect((await tap.passes.create(elif)).warnings).toMatchObject([warning])
  })
})
