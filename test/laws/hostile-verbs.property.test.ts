import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readablePart } from '../support/calls.js'
import { hostile, hostileMakers } from '../support/hostile.js'
import { contentOf, outcomeOf } from '../support/outcome.js'
import { rounds } from '../support/rounds.js'
import type { World } from '../support/world.js'
import { admin, createWorld } from '../support/world.js'
import { onlyRow } from '../verbs/every-verb.js'

type Call = (input: never) => Promise<unknown>
type Fine = (value: unknown) => boolean

const isAbsent: Fine = (value) => value === undefined
const isName: Fine = (value) => typeof value === 'string' && value.length >= 1 && value.length <= 512
const isNumber: Fine = (value) => isAbsent(value) || typeof value === 'number'
const isText: Fine = (value) => isAbsent(value) || typeof value === 'string'
const isObject: Fine = (value) => typeof value === 'object' && value !== null

/** Every verb for trusted callers: a valid input, and a test for valid values of each field. */
const verbs: readonly {
  readonly name: string
  readonly call: (world: World) => Call
  readonly good: object
  readonly fields: { readonly [field: string]: Fine }
}[] = [
  { name: 'policy.get', call: ({ tap }) => tap.policy.get, good: {}, fields: {} },
  {
    name: 'policy.update',
    call: ({ tap }) => tap.policy.update,
    good: { patch: { isUsableOnce: true } },
    fields: { patch: isObject },
  },
  { name: 'policy.reset', call: ({ tap }) => tap.policy.reset, good: {}, fields: {} },
  {
    name: 'passes.create',
    call: ({ tap }) => tap.passes.create,
    good: { user: 'ada' },
    fields: {
      user: isName,
      startDateTime: (value) => isAbsent(value) || value instanceof Date,
      lifetimeInMinutes: isNumber,
      isUsableOnce: (value) => isAbsent(value) || typeof value === 'boolean',
      justification: isText,
      ticket: isText,
      deliverTo: isAbsent,
    },
  },
  {
    name: 'passes.createMany',
    call:
      ({ tap }) =>
      (input) =>
        onlyRow(tap, input),
    good: { rows: [{ user: 'ada', idempotencyKey: 'k' }] },
    fields: { concurrency: isNumber, isDryRun: (value) => isAbsent(value) || typeof value === 'boolean' },
  },
  {
    name: 'passes.get',
    call: ({ tap }) => tap.passes.get,
    good: { user: 'ada' },
    fields: { user: isName, passId: (value) => isAbsent(value) || isName(value) },
  },
  {
    name: 'passes.list',
    call: ({ tap }) => tap.passes.list,
    good: {},
    fields: { cursor: (value) => isAbsent(value) || typeof value === 'string', limit: isNumber },
  },
  {
    name: 'passes.delete',
    call: ({ tap }) => tap.passes.delete,
    good: { user: 'ada' },
    fields: {
      user: isName,
      passId: (value) => isAbsent(value) || isName(value),
      cascade: (value) => isAbsent(value) || typeof value === 'boolean',
    },
  },
  {
    name: 'registrations.list',
    call: ({ tap }) => tap.registrations.list,
    good: { user: 'ada' },
    fields: { user: isName },
  },
  { name: 'users.explain', call: ({ tap }) => tap.users.explain, good: { user: 'ada' }, fields: { user: isName } },
  {
    name: 'users.unlock',
    call: ({ tap }) => tap.users.unlock,
    good: { user: 'ada', justification: 'a call' },
    fields: { user: isName, justification: (value) => typeof value === 'string' && value !== '' },
  },
  { name: 'users.forget', call: ({ tap }) => tap.users.forget, good: { user: 'ada' }, fields: { user: isName } },
]

describe.each(verbs)('$name', ({ call, good, fields }) => {
  it('refuses a hostile input object with a typed error, and changes nothing', async () => {
    const world = createWorld()
    await world.issue()
    const before = await contentOf(world.store)
    await fc.assert(
      fc.asyncProperty(hostile, async (make) => {
        expect(await outcomeOf(() => call(world)(make() as never))).toBe('TAP_INVALID_INPUT')
      }),
      { numRuns: rounds(60) },
    )
    expect(await contentOf(world.store)).toEqual(before)
  })

  it('refuses a hostile actor with a typed error, and changes nothing', async () => {
    const world = createWorld()
    await world.issue()
    const before = await contentOf(world.store)
    await fc.assert(
      fc.asyncProperty(hostile, async (make) => {
        const outcome = await outcomeOf(() => call(world)({ ...good, actor: make() } as never))
        expect(['TAP_INVALID_INPUT', 'TAP_NOT_AUTHORIZED']).toContain(outcome)
      }),
      { numRuns: rounds(60) },
    )
    expect(await contentOf(world.store)).toEqual(before)
  })

  it.each(Object.entries(fields))(
    'refuses a hostile %s with a typed error, and changes nothing',
    async (field, isFine) => {
      const world = createWorld()
      await world.issue()
      await fc.assert(
        fc.asyncProperty(hostile, async (make) => {
          const before = await saidOf(world)
          const value = make()
          const outcome = await outcomeOf(() => call(world)({ ...good, actor: admin, [field]: value } as never))
          if (outcome === 'answered') expect(isFine(value)).toBe(true)
          else expect(await saidOf(world)).toEqual(before)
        }),
        { numRuns: rounds(60) },
      )
    },
  )

  it('refuses unknown fields and fields that only a prototype has', async () => {
    const world = createWorld()
    const known = { ...good, actor: admin }
    expect(await outcomeOf(() => call(world)({ ...known, tenantId: 'other' } as never))).toBe('TAP_INVALID_INPUT')
    expect(await outcomeOf(() => call(world)(Object.create(known) as never))).toBe('TAP_INVALID_INPUT')
  })

  it('ignores a hostile context', async () => {
    for (const make of hostileMakers) {
      const inputs = [
        { ...good, actor: admin, context: make() },
        { context: make(), ...good, actor: admin },
      ]
      for (const input of inputs) {
        const world = createWorld()
        await world.issue()
        expect(await outcomeOf(() => call(world)(input as never))).toBe('answered')
      }
    }
  })
})

/** Returns what is stored about users. "Not found" stores the same document again, or an empty one. */
async function saidOf({ store }: World): Promise<unknown> {
  const { entries } = await store.scan({ kind: 'user', limit: 1_000 })
  return entries.map(({ document }) => readablePart(document)).filter((part) => part?.body.includes('"pass"'))
}
