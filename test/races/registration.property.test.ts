import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Tap } from '../../src/api/tap.js'
import type { Credential } from '../../src/core/registration/registration.js'
import { countOf, processesOf, runs } from '../support/races.js'
import { createSignedIn, once, outcomeOf, passkey, signIn } from '../support/signed-in.js'
import type { World } from '../support/world.js'
import { admin, createWorld } from '../support/world.js'

const processes = fc.integer({ min: 1, max: 3 })
const policy = { spendOn: 'registration' } as const

async function listed({ tap }: World): Promise<readonly string[]> {
  const list = await tap.registrations.list({ actor: { ...admin, permissions: ['registrations.list'] }, user: 'ada' })
  return list.map(({ credential }) => credential.id)
}

const complete = async (tap: Tap | undefined, grant: string, credential: Credential): Promise<string> => {
  const result = await tap?.registrations.complete({ grant, credential })
  return result ? outcomeOf(result) : 'no such process'
}

describe('parallel registrations', () => {
  it('never exceed the policy, and each returned one is stored', async () => {
    const race = fc.record({
      count: processes,
      maximum: fc.integer({ min: 1, max: 4 }),
      asked: fc.integer({ min: 2, max: 6 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), race, async (scheduler, { count, maximum, asked }) => {
        const registrableCredentials = { types: ['passkey'], maximum }
        const world = await createSignedIn({ policy: { ...policy, registrableCredentials } })
        const taps = processesOf(world, scheduler, count)
        const numbers = Array.from({ length: asked }, (_, number) => number)
        const calls = numbers.map((number) => complete(taps[number % count], world.result.grant, passkey(number)))
        const outcomes = await scheduler.waitFor(Promise.all(calls))
        expect(countOf(outcomes, 'ok')).toBe(Math.min(maximum, asked))
        expect(countOf(outcomes, 'alreadyCompleted')).toBe(Math.max(0, asked - maximum))
        const answered = numbers.filter((number) => outcomes[number] === 'ok').map((number) => `key-${number}`)
        expect([...(await listed(world))].sort()).toEqual(answered.sort())
      }),
      runs(0.5),
    )
  })

  it('with one credential are one registration with one result', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), processes, async (scheduler, count) => {
        const world = await createSignedIn({ policy })
        const taps = processesOf(world, scheduler, count)
        const calls = Array.from({ length: 4 }, (_, index) =>
          complete(taps[index % count], world.result.grant, passkey()),
        )
        expect(await scheduler.waitFor(Promise.all(calls))).toEqual(['ok', 'ok', 'ok', 'ok'])
        expect(await listed(world)).toEqual(['key-1'])
      }),
      runs(0.3),
    )
  })
})

describe('a sign-in that takes over during a registration', () => {
  it('stops the replaced grant from registering', async () => {
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), processes, async (scheduler, count) => {
        const world = await createSignedIn({ policy })
        const [one, two = one] = processesOf(world, scheduler, count)
        const calls = [
          complete(one, world.result.grant, passkey()),
          (two as Tap).signIn({ user: 'ada', code: world.code }).then(({ ok }) => (ok ? 'signedIn' : 'refused')),
        ]
        const outcomes = (await scheduler.waitFor(Promise.all(calls))).join(' ')
        // The first write decides: a spent pass signs no user in, and a replaced grant registers nothing.
        expect(['ok refused', 'superseded signedIn']).toContain(outcomes)
        expect(await listed(world)).toEqual(outcomes === 'ok refused' ? ['key-1'] : [])
        seen.add(outcomes)
      }),
      runs(1),
    )
    if (runs(1).numRuns >= 50) expect(seen.size).toBe(2)
  })

  it('leaves one grant that can register', async () => {
    const few = fc.integer({ min: 2, max: 5 })
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), processes, few, async (scheduler, count, many) => {
        const world = createWorld({ policy })
        const { temporaryAccessPass: code } = await world.issue('ada', once)
        const taps = processesOf(world, scheduler, count)
        const signingIn = Array.from({ length: many }, (_, index) => signIn(taps[index % count] as Tap, code))
        const results = await scheduler.waitFor(Promise.all(signingIn))
        const outcomes = await Promise.all(
          results.map(async ({ grant }) => outcomeOf(await world.tap.grants.verify({ grant, purpose: 'session' }))),
        )
        expect(countOf(outcomes, 'ok')).toBe(1)
        expect(countOf(outcomes, 'superseded')).toBe(many - 1)
      }),
      runs(0.3),
    )
  })
})

describe('a registration during a delete with cascade', () => {
  it('fails, or is in the result of the delete', async () => {
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), processes, async (scheduler, count) => {
        const world = await createSignedIn({ policy })
        const [one, two = one] = processesOf(world, scheduler, count)
        const [outcome, deleted] = await scheduler.waitFor(
          Promise.all([
            complete(one, world.result.grant, passkey()),
            (two as Tap).passes.delete({ actor: admin, user: 'ada', cascade: true }),
          ]),
        )
        const given = deleted.registrations.map(({ credential }) => credential.id)
        expect([outcome, given]).toEqual(outcome === 'ok' ? ['ok', ['key-1']] : ['deleted', []])
        expect(await listed(world)).toEqual([])
        seen.add(outcome)
      }),
      runs(1),
    )
    if (runs(1).numRuns >= 50) expect(seen.size).toBe(2)
  })
})

describe('a double click', () => {
  it.each(['signIn', 'registration'] as const)('is one sign-in for a pass that is spent on %s', async (spendOn) => {
    const press = { attemptId: 'press-of-the-button', clientBinding: 'browser-1' }
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), processes, async (scheduler, count) => {
        const world = createWorld({ policy: { spendOn } })
        const { temporaryAccessPass: code } = await world.issue('ada', once)
        const taps = processesOf(world, scheduler, count)
        const presses = [0, 1, 2].map((index) => signIn(taps[index % count] as Tap, code, press))
        const results = await scheduler.waitFor(Promise.all(presses))
        const grants = results.map(async ({ grant }) => {
          const shown = { grant, purpose: 'registerPasskey', clientBinding: 'browser-1' } as const
          return outcomeOf(await world.tap.grants.verify(shown))
        })
        expect(await Promise.all(grants)).toEqual(['ok', 'ok', 'ok'])
      }),
      runs(0.4),
    )
  })
})
