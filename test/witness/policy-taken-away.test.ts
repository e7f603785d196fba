import { describe, expect, it } from 'vitest'
import { memoryStore } from '../../adapters/memory/index.js'
import type { Tap } from '../../src/api/tap.js'
import { revealRefusal } from '../../src/core/sign-in/refusal.js'
import type { World, WorldOptions } from '../support/world.js'
import { admin, createWorld, wrongCode } from '../support/world.js'
import { adasKey, databaseWriter, thePolicy } from './database-writer.js'

async function enter(tap: Tap, code: string, user = 'ada'): Promise<unknown> {
  const result = await tap.signIn({ user, code })
  return result.ok ? 'signedIn' : revealRefusal(result)
}

/** A tenant that disabled passes after one was issued. Its policy row is then gone, by a hand or by eviction. */
async function withoutPolicy(options: WorldOptions = {}): Promise<{ readonly world: World; readonly code: string }> {
  const world = createWorld(options)
  const { temporaryAccessPass: code } = await world.issue()
  await world.tap.policy.update({ actor: admin, patch: { state: 'disabled' } })
  await databaseWriter(world.store).takeAway(thePolicy)
  return { world, code }
}

describe('a policy that was stored and is absent now', () => {
  it('refuses in a process that knew it', async () => {
    const { world, code } = await withoutPolicy()
    expect(await world.enter(code)).toBe('rolledBack')
    await expect(world.issue()).rejects.toMatchObject({ code: 'TAP_UNREADABLE_DOCUMENT', reason: 'rolledBack' })
  })

  it('refuses in a process that knew it, also if the store may lose writes', async () => {
    const { world, code } = await withoutPolicy({ store: { ...memoryStore(), keepsWhatItShows: undefined } })
    expect(await world.enter(code)).toBe('rolledBack')
  })

  it('refuses in every process whose witness knew it', async () => {
    const { world, code } = await withoutPolicy({ witness: memoryStore() })
    expect(await enter(world.another(), code)).toBe('rolledBack')
  })

  it('refuses in every process for which the host says that there is one', async () => {
    const { world, code } = await withoutPolicy()
    const told = world.another({ isPolicyStored: true })
    expect(await enter(told, code)).toBe('rolledBack')
    await told.policy.reset({ actor: admin })
    expect(await enter(told, code)).toBe('signedIn')
  })

  it('refuses in a new process that reads a document written after it', async () => {
    const world = createWorld()
    await world.tap.policy.update({ actor: admin, patch: { retentionInDays: 31 } })
    const { temporaryAccessPass: code } = await world.issue()
    await databaseWriter(world.store).takeAway(thePolicy)
    const next = world.another()
    expect(await enter(next, code)).toBe('rolledBack')
    await expect(next.policy.get({ actor: admin })).rejects.toMatchObject({ reason: 'rolledBack' })
  })

  it('refuses an unknown user too, once a decoy was written after it', async () => {
    const world = createWorld()
    await world.tap.policy.update({ actor: admin, patch: { retentionInDays: 31 } })
    await world.enter(wrongCode, 'eve')
    await databaseWriter(world.store).takeAway(thePolicy)
    const next = world.another()
    await enter(next, wrongCode, 'eve')
    await expect(next.policy.get({ actor: admin })).rejects.toMatchObject({ reason: 'rolledBack' })
  })

  it('is not noticed by a new process without a witness and without a document written after it', async () => {
    const { world, code } = await withoutPolicy()
    expect(await enter(world.another(), code)).toBe('signedIn')
  })

  it('is replaced by an empty one, which is never removed', async () => {
    const { world, code } = await withoutPolicy()
    await world.tap.policy.reset({ actor: admin })
    expect((await databaseWriter(world.store).copy(thePolicy)).retainUntilMs).toBeNull()
    expect(world.events.at(-1)).toMatchObject({ type: 'policy.updated', details: { overwrote: 'rolledBack' } })
    expect(await world.enter(code)).toBe('signedIn')
  })
})

describe('a policy that was never stored', () => {
  it.each([{}, { witness: memoryStore() }])('is the one in the code, in every process', async (options) => {
    const world = createWorld(options)
    const { temporaryAccessPass: code } = await world.issue()
    expect(await world.enter(code)).toBe('signedIn')
    expect(await enter(world.another(), code)).toBe('signedIn')
    expect((await databaseWriter(world.store).copy(adasKey)).retainUntilMs).not.toBeNull()
  })
})
