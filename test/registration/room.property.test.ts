import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emails } from '../support/notified-world.js'
import { outcomeOf, passkey, signIn } from '../support/signed-in.js'
import { createWorld } from '../support/world.js'

const most = 16 * 1_024
const readers = { kind: 'app', id: 'desk', permissions: ['registrations.list'] } as const

/** A user with 16 undelivered notices, and pass after pass with the maximum number of credentials. */
async function fill(
  { userId = 'ada', passes, credentials }: { userId?: string; passes: number; credentials: number },
  text: (length: number) => string,
) {
  const world = createWorld({
    users: [{ id: userId, isEnabled: true, addresses: emails }],
    notifier: () => Promise.reject(new Error('The mail server is away')),
    policy: { registrableCredentials: { types: ['passkey'], maximum: 32 } },
  })
  const sizes: number[] = []
  const outcomes: string[] = []
  for (let pass = 0; pass < passes; pass += 1) {
    const wishes = { isUsableOnce: false }
    const { temporaryAccessPass: code } = await world.issue(userId, wishes)
    const said = { user: userId, clientBinding: 'browser', attemptId: 'x'.repeat(16) }
    const { grant } = await signIn(world.tap, code, said)
    for (let number = 0; number < credentials; number += 1) {
      const id = `${pass}-${number}-`
      const credential = passkey('', { id: id + text(1_024 - id.length), label: text(128) })
      const shown = { grant, clientBinding: 'browser', credential }
      outcomes.push(outcomeOf(await world.tap.registrations.complete(shown)))
      sizes.push(Buffer.byteLength((await world.row(userId))?.body ?? ''))
    }
    for (let guess = 0; guess < 10; guess += 1) await world.enter('Z'.repeat(48), userId)
    sizes.push(Buffer.byteLength((await world.row(userId))?.body ?? ''))
    await world.tap.users.unlock({ actor: world.admin, user: userId, justification: 'a call' })
  }
  return {
    world,
    outcomes,
    largest: Math.max(...sizes),
    list: await world.tap.registrations.list({ actor: readers, user: userId }),
  }
}

describe('the document of a user', () => {
  it('stays within 16 KiB with the longest ids and labels in any script', async () => {
    for (const letter of ['a', '"', 'é', '語', '\u{1}']) {
      const { largest, list } = await fill({ passes: 3, credentials: 12 }, (length) => letter.repeat(length))
      expect(largest, letter).toBeLessThanOrEqual(most)
      expect(list.length, letter).toBeGreaterThanOrEqual(1)
    }
  })

  it('stays within 16 KiB for a user with the longest id', async () => {
    const { largest, list } = await fill({ userId: '語'.repeat(512), passes: 2, credentials: 12 }, (length) =>
      'a'.repeat(length),
    )
    expect(largest).toBeLessThanOrEqual(most)
    expect(list.length).toBeGreaterThanOrEqual(6)
  })

  it('keeps 32 credentials of usual size, and drops the oldest of earlier passes', async () => {
    const { list, largest, outcomes } = await fill({ passes: 3, credentials: 12 }, () => 'a'.repeat(60))
    expect(outcomes.every((outcome) => outcome === 'ok')).toBe(true)
    expect(largest).toBeLessThanOrEqual(most)
    expect(list.length).toBeLessThanOrEqual(32)
    const kept = list.map(({ credential }) => credential.id.slice(0, 5))
    expect(kept.at(-1)).toMatch(/^2-11/)
    expect(kept.filter((id) => id.startsWith('2-'))).toHaveLength(12)
    expect(kept.some((id) => id.startsWith('0-0-'))).toBe(false)
  })

  it('stays within 16 KiB once a cascade has marked its records', async () => {
    for (const length of [40, 100, 400]) {
      const { world } = await fill({ passes: 1, credentials: 32 }, (most) => 'a'.repeat(Math.min(most, length)))
      const before = Buffer.byteLength((await world.row())?.body ?? '')
      await world.tap.passes.delete({ actor: world.admin, user: 'ada', cascade: true })
      await world.issue()
      expect(before, String(length)).toBeGreaterThan(10_000)
      expect(Buffer.byteLength((await world.row())?.body ?? ''), String(length)).toBeLessThanOrEqual(most)
    }
  })

  it('stays within 16 KiB with the last idempotency keys', async () => {
    for (const userId of ['ada', '語'.repeat(512)]) {
      const { world, largest } = await fill({ userId, passes: 2, credentials: 12 }, (length) => 'a'.repeat(length))
      for (let list = 0; list < 33; list += 1) {
        const rows = [{ user: userId, idempotencyKey: `list ${list}` }]
        for await (const { outcome } of world.tap.passes.createMany({ actor: world.admin, rows })) {
          expect(outcome).toBe('created')
        }
      }
      const size = Buffer.byteLength((await world.row(userId))?.body ?? '')
      expect(size).toBeGreaterThan(largest - 1_000)
      expect(size).toBeLessThanOrEqual(most)
    }
  })

  it('refuses a credential without room, and drops none of the same pass', async () => {
    const { outcomes, list } = await fill({ passes: 1, credentials: 12 }, (length) => 'a'.repeat(length))
    const held = outcomes.filter((outcome) => outcome === 'ok').length
    expect(held).toBeGreaterThanOrEqual(7)
    expect(outcomes.slice(held)).toEqual(new Array(12 - held).fill('alreadyCompleted'))
    expect(list).toHaveLength(held)
  })

  it('stays within 16 KiB for any mixture of ids', async () => {
    const lengths = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(lengths, fc.constantFrom('a', '語', '\\'), async (mixture, letter) => {
        let next = 0
        const text = (length: number) =>
          letter.repeat(Math.min(length, mixture[next++ % mixture.length] ?? 0) + 1).slice(0, length)
        const { largest } = await fill({ passes: 2, credentials: 10 }, text)
        expect(largest).toBeLessThanOrEqual(most)
      }),
      { numRuns: Math.max(2, Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 10)) },
    )
  })
})
