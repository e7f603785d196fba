import { describe, expect, it } from 'vitest'
import { entraPolicy } from '../../../src/core/policy/presets.js'
import type { StoredDocument } from '../../../src/ports/store.js'
import { eventsOf, failureOf, policyKeyOf, tamper } from '../../support/calls.js'
import { rememberingStore } from '../../support/remembering-store.js'
import type { World } from '../../support/world.js'
import { admin, createWorld, fastPolicy } from '../../support/world.js'

const by = { actor: admin }
const defaults = { ...entraPolicy, ...fastPolicy }

describe('policy.get', () => {
  it('returns the code-level defaults until a policy is stored, and then that policy', async () => {
    const { tap } = createWorld()
    expect(await tap.policy.get(by)).toEqual(defaults)
    await tap.policy.update({ ...by, patch: { retentionInDays: 5 } })
    expect(await tap.policy.get(by)).toEqual({ ...defaults, retentionInDays: 5 })
  })
})

describe('policy.update', () => {
  it('changes the fields that are named and keeps the others, also those given as undefined', async () => {
    const { tap } = createWorld()
    await tap.policy.update({ ...by, patch: { isUsableOnce: true, retentionInDays: 5 } })
    const answer = await tap.policy.update({ ...by, patch: { isUsableOnce: undefined, lockoutInSeconds: 30 } })
    expect(answer).toEqual({ ...defaults, isUsableOnce: true, retentionInDays: 5, lockoutInSeconds: 30 })
    expect(await tap.policy.get(by)).toEqual(answer)
  })

  it('is visible to every other process at the next call', async () => {
    const world = createWorld()
    const other = world.another()
    const { temporaryAccessPass: code } = await world.issue()
    await other.policy.update({ ...by, patch: { state: 'disabled' } })
    expect(await world.enter(code)).toBe('disabledByPolicy')
    await other.policy.update({ ...by, patch: { state: 'enabled' } })
    expect(await world.enter(code)).toBe('signedIn')
  })

  it('emits the policy before and after', async () => {
    const world = createWorld()
    const emitted = await eventsOf(world, () => world.tap.policy.update({ ...by, patch: { retentionInDays: 5 } }))
    const details = { before: defaults, after: { ...defaults, retentionInDays: 5 } }
    expect(emitted).toEqual([expect.objectContaining({ type: 'policy.updated', details })])
  })

  it('loses none of 20 changes made at once by four processes', async () => {
    const world = createWorld()
    const taps = [world.tap, world.another(), world.another(), world.another()]
    const ids = Array.from({ length: 5 }, (_, index) => index)
    const fields = ['retentionInDays', 'lockoutInSeconds', 'registrationWindowInMinutes', 'defaultLength'] as const
    await Promise.all(
      taps.flatMap((tap, at) => {
        const field = fields[at] ?? 'retentionInDays'
        return ids.map((id) => tap.policy.update({ ...by, patch: { [field]: 40 + id } }))
      }),
    )
    const policy = await world.tap.policy.get(by)
    for (const field of fields) expect(policy[field]).toBeGreaterThanOrEqual(40)
  })

  it('reports every field that is out of bounds at once, and changes nothing', async () => {
    const world = createWorld()
    const patch = { defaultLength: 7, retentionInDays: 0, alphabet: 'klingon', extra: 1 } as never
    const failure = await failureOf(world.tap.policy.update({ ...by, patch }))
    expect(failure).toMatchObject({ code: 'TAP_INVALID_INPUT' })
    expect((failure as { issues: readonly object[] }).issues).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'range', field: 'defaultLength', minimum: 8, maximum: 48 }),
        expect.objectContaining({ code: 'range', field: 'retentionInDays', minimum: 1, maximum: 3_650 }),
        expect.objectContaining({ code: 'range', field: 'alphabet' }),
        expect.objectContaining({ code: 'unknownField', field: 'extra' }),
      ]),
    )
    expect(await stored(world)).toBeUndefined()
  })

  it('checks the resulting policy, not only the patch', async () => {
    const world = createWorld({ policy: { maximumLifetimeInMinutes: 480 } })
    const { tap } = world
    await expect(tap.policy.update({ ...by, patch: { defaultLifetimeInMinutes: 481 } })).rejects.toMatchObject({
      code: 'TAP_INVALID_INPUT',
      issues: [{ code: 'order', field: 'defaultLifetimeInMinutes', maximum: 480 }],
    })
    await expect(tap.policy.update({ ...by, patch: { alphabet: 'digits', defaultLength: 8 } })).rejects.toMatchObject({
      code: 'TAP_POLICY_VIOLATION',
      issues: [{ code: 'guessingRisk', field: 'defaultLength', minimum: 9 }],
    })
    expect(await stored(world)).toBeUndefined()
  })

  it('changes new passes only: issued ones keep alphabet, length and budget', async () => {
    const { tap, issue, enter } = createWorld()
    const { temporaryAccessPass: code } = await issue()
    await tap.policy.update({ ...by, patch: { alphabet: 'mixed', defaultLength: 40, wrongCodesBeforeRevocation: 1 } })
    expect(await enter(code.toLowerCase())).toBe('signedIn')
  })
})

describe('policy.reset', () => {
  it('returns to the code-level defaults, and emits the policy before', async () => {
    const world = createWorld()
    await world.tap.policy.update({ ...by, patch: { retentionInDays: 5 } })
    const emitted = await eventsOf(world, async () => expect(await world.tap.policy.reset(by)).toEqual(defaults))
    expect(emitted).toMatchObject([{ details: { before: { ...defaults, retentionInDays: 5 }, after: defaults } }])
    expect(await world.tap.policy.get(by)).toEqual(defaults)
  })

  it('stores no field, so that the policy follows the code-level defaults again', async () => {
    const world = createWorld()
    await world.tap.policy.update({ ...by, patch: { retentionInDays: 5 } })
    await world.tap.policy.reset(by)
    expect(JSON.parse((await stored(world))?.body ?? '')).toMatchObject({ policy: {} })
  })

  it('is not undone by an older update that comes late', async () => {
    const { store, sendFirstWriteAgain } = rememberingStore()
    const { tap } = createWorld({ store })
    await tap.policy.update({ ...by, patch: { retentionInDays: 5 } })
    await tap.policy.reset(by)
    expect(await sendFirstWriteAgain()).toBe(false)
    expect(await tap.policy.get(by)).toEqual(defaults)
  })

  it('succeeds where nothing is stored', async () => {
    const { tap } = createWorld()
    expect(await tap.policy.reset(by)).toEqual(defaults)
  })

  it('replaces an unreadable policy, and says so in the event', async () => {
    const world = createWorld()
    await world.tap.policy.update({ ...by, patch: { retentionInDays: 5 } })
    await tamper(world, policyKeyOf(world))
    await expect(world.tap.policy.get(by)).rejects.toMatchObject({ code: 'TAP_UNREADABLE_DOCUMENT' })
    const emitted = await eventsOf(world, () => world.tap.policy.reset(by))
    expect(emitted).toMatchObject([{ details: { overwrote: 'tampered', before: undefined } }])
    expect(await world.tap.policy.get(by)).toEqual(defaults)
  })
})

async function stored(world: World): Promise<StoredDocument | undefined> {
  const [document] = await world.store.read([policyKeyOf(world)])
  return document
}
