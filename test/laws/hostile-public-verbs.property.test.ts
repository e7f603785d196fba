import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTapError } from '../../src/errors.js'
import { hostile, hostileMakers } from '../support/hostile.js'
import { contentOf } from '../support/outcome.js'
import { rounds } from '../support/rounds.js'
import { everyPublicVerb, shownWorld } from '../verbs/every-public-verb.js'

/** The fields that a user sends (a wrong value is refused) and those that the host sets (a wrong value throws). */
const fields: {
  readonly [verb: string]: { readonly fromUser: readonly string[]; readonly fromHost: readonly string[] }
} = {
  signIn: {
    fromUser: ['user', 'code'],
    fromHost: ['surface', 'clientBinding', 'attemptId', 'priorAmr', 'sessionCeiling'],
  },
  isPassOffered: { fromUser: ['user'], fromHost: [] },
  'grants.verify': { fromUser: ['grant'], fromHost: ['purpose', 'user', 'clientBinding', 'homeTenantId'] },
  'registrations.complete': { fromUser: ['grant'], fromHost: ['credential', 'user', 'clientBinding'] },
  repudiate: { fromUser: ['token'], fromHost: [] },
}

const few = { numRuns: rounds(60) }

describe.each(everyPublicVerb)('$verb', (tested) => {
  const { verb, call } = tested
  const { fromUser = [], fromHost = [] } = fields[verb] ?? {}

  // A world takes several calls to build, and a refused call does not change it.
  let kept: { readonly world: Awaited<ReturnType<typeof shownWorld>>; readonly before: unknown } | undefined

  async function buildWorld(): Promise<NonNullable<typeof kept>> {
    const world = await shownWorld()
    return { world, before: await contentOf(world.store, ['user', 'policy']) }
  }

  /** Returns `'yes'`, `'no'` or the code of a typed error. Anything else is a crash. */
  async function endOf(input: () => unknown): Promise<string> {
    kept ??= await buildWorld()
    const { world, before } = kept
    const end = await call(world.tap, world.shown, input() as object).then(
      (answer) => (answer === true || (answer as { readonly ok?: boolean }).ok === true ? 'yes' : 'no'),
      (error: unknown) => {
        if (isTapError(error)) return error.code
        throw error
      },
    )
    // A refused sign-in changes the count of wrong codes.
    if (end === 'yes' || (verb === 'signIn' && end === 'no')) kept = undefined
    else expect(await contentOf(world.store, ['user', 'policy'])).toEqual(before)
    return end
  }

  it('refuses a hostile input object, and changes nothing', async () => {
    const world = await shownWorld()
    const before = await contentOf(world.store, ['user', 'policy'])
    const [object, name = ''] = verb.split('.') as [keyof typeof world.tap, string?]
    const raw = (name === '' ? world.tap[object] : Reflect.get(Object(world.tap[object]), name)) as (
      input: unknown,
    ) => Promise<unknown>
    await fc.assert(
      fc.asyncProperty(hostile, async (make) => {
        const end = await raw(make()).catch((error: unknown) => error)
        const isRefused = end === false || (end as { readonly ok?: unknown }).ok === false
        // The object comes from the host, so an unknown field or a missing one is an error of the host.
        const isMistake = isTapError(end) && end.code === 'TAP_INVALID_INPUT'
        expect(isRefused || isMistake).toBe(true)
      }),
      few,
    )
    expect(await contentOf(world.store, ['user', 'policy'])).toEqual(before)
  })

  it.each(fromUser)('refuses a hostile %s like any other wrong value', async (field) => {
    await fc.assert(
      fc.asyncProperty(hostile, async (make) => {
        expect(await endOf(() => ({ [field]: make() }))).toBe('no')
      }),
      few,
    )
  })

  it.each(fromHost)('reports a hostile %s as an error of the host, or accepts a valid one', async (field) => {
    await fc.assert(
      fc.asyncProperty(hostile, async (make) => {
        expect(['TAP_INVALID_INPUT', 'yes', 'no']).toContain(await endOf(() => ({ [field]: make() })))
      }),
      few,
    )
    const wrongKinds = hostileMakers.filter((make) => typeof make() !== 'string')
    for (const make of wrongKinds) expect(await endOf(() => ({ [field]: make() }))).toBe('TAP_INVALID_INPUT')
  })

  it('reports a field that it does not know as an error of the host, and changes nothing', async () => {
    expect(await endOf(() => ({ passcode: 'K7MQ-Z3XW' }))).toBe('TAP_INVALID_INPUT')
  })

  it('ignores a hostile context', async () => {
    for (const make of hostileMakers) expect(await endOf(() => ({ context: make() }))).toBe('yes')
  })
})
