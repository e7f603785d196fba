import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { authorizeByEntraRoles } from '../../src/core/access/entra-roles.js'
import { reviewPolicy } from '../../src/core/policy/review.js'
import { revealRefusal } from '../../src/core/sign-in/refusal.js'
import { stepUpChallenge } from '../../src/core/sign-in/step-up-challenge.js'
import { createTap } from '../../src/create-tap.js'
import { isTapError } from '../../src/errors.js'
import { hostile } from '../support/hostile.js'
import { contentOf } from '../support/outcome.js'
import { rounds } from '../support/rounds.js'
import { createWorld } from '../support/world.js'

describe('signIn', () => {
  const refusal = {
    ok: false,
    message: expect.any(String),
    messageId: 'signIn.refused',
    messageParameters: {},
    correlationId: expect.any(String),
  }

  it('refuses a hostile input object, and changes no pass', async () => {
    const world = createWorld()
    await world.issue()
    const before = await contentOf(world.store, ['user', 'policy'])
    await fc.assert(
      fc.asyncProperty(hostile, async (make) => {
        const end = await world.tap.signIn(make() as never).catch((error: unknown) => error)
        // The object comes from the host. Only what the user typed leads to a refusal.
        if (isTapError(end)) expect(end.code).toBe('TAP_INVALID_INPUT')
        else expect(end).toEqual(refusal)
      }),
    )
    expect(await contentOf(world.store, ['user', 'policy'])).toEqual(before)
  })

  it('refuses a hostile user name with any code, and changes no pass', async () => {
    const world = createWorld()
    const { temporaryAccessPass: code } = await world.issue()
    const before = await contentOf(world.store, ['user', 'policy'])
    await fc.assert(
      fc.asyncProperty(hostile, async (make) => {
        expect(await world.tap.signIn({ user: make() as never, code })).toEqual(refusal)
      }),
    )
    expect(await contentOf(world.store, ['user', 'policy'])).toEqual(before)
  })

  it('refuses a hostile code that is not text, and changes nothing', async () => {
    const world = createWorld()
    await world.issue()
    const before = await contentOf(world.store)
    await fc.assert(
      fc.asyncProperty(hostile, async (make) => {
        const code = make()
        fc.pre(typeof code !== 'string')
        expect(await world.tap.signIn({ user: 'ada', code: code as never })).toEqual(refusal)
      }),
    )
    expect(await contentOf(world.store)).toEqual(before)
  })

  it('refuses any text that is not the code', async () => {
    const world = createWorld({ policy: { wrongCodesBeforeLockout: 100 } })
    // A code of 34 symbols or more needs no slow hash.
    const text = fc.string({ unit: 'binary', minLength: 34, maxLength: 140 })
    await fc.assert(
      fc.asyncProperty(text, async (code) => {
        await world.issue()
        expect(await world.tap.signIn({ user: 'ada', code })).toEqual(refusal)
      }),
    )
  })

  it('accepts a right code with any source and context', async () => {
    const world = createWorld()
    const { temporaryAccessPass: code } = await world.issue()
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (makeSource, makeContext) => {
        const input = { user: 'ada', code, source: makeSource(), context: makeContext() }
        expect(await world.tap.signIn(input as never)).toMatchObject({ ok: true })
      }),
    )
  })

  it('refuses user names that are empty, too long, ill-formed or of a wrong type', async () => {
    const world = createWorld()
    const { temporaryAccessPass: code } = await world.issue()
    const names = [
      undefined,
      null,
      1,
      true,
      {},
      ['ada'],
      new String('ada'),
      '',
      'a'.repeat(513),
      '\ud800',
      Symbol('ada'),
    ]
    for (const user of names) {
      const result = await world.tap.signIn({ user: user as never, code })
      expect(result.ok || revealRefusal(result)).toBe('malformedCode')
    }
  })
})

describe('the public API', () => {
  it('refuses hostile arguments with a typed error, or with what they threw', async () => {
    const world = createWorld()
    const ports = { store: world.store, directory: { findUser: async () => undefined }, keys: world.keys }
    const calls: readonly ((value: never) => unknown)[] = [
      (value) => createTap(value),
      (value) => createTap({ ...ports, store: value }),
      (value) => createTap({ ...ports, directory: value }),
      (value) => createTap({ ...ports, keys: value }),
      (value) => createTap({ ...ports, keys: [value] }),
      (value) => createTap({ ...ports, keys: [{ id: 'a', secret: value }] }),
      (value) => createTap({ ...ports, policy: value }),
      (value) => createTap({ ...ports, hashing: value }),
      (value) => createTap({ ...ports, cryptography: value }),
      (value) => createTap({ ...ports, tenantId: value }),
      (value) => createTap({ ...ports, surfaces: value }),
      (value) => createTap({ ...ports, surfaces: { browser: value } }),
      (value) => createTap({ ...ports, passOffer: value }),
      (value) => createTap({ ...ports, notifier: value }),
      (value) => createTap({ ...ports, deliverer: value }),
      (value) => world.tap.forTenant(value),
      (value) => revealRefusal(value),
      (value) => world.tap.maintenance.sweep({ limit: value }),
      (value) => world.tap.maintenance.reseal({ cursor: value }),
      (value) => world.tap.maintenance.reseal({ limit: value }),
      (value) => world.tap.maintenance.sendNotices({ cursor: value }),
      (value) => world.tap.maintenance.sendNotices({ limit: value }),
      (value) => stepUpChallenge(value),
      (value) => stepUpChallenge({ maximumAgeInSeconds: value }),
      (value) => reviewPolicy(value),
    ]
    await fc.assert(
      fc.asyncProperty(hostile, fc.constantFrom(...calls), async (make, call) => {
        try {
          await call(make() as never)
        } catch (error) {
          expect(isRefusal(error), String(error)).toBe(true)
        }
      }),
      { numRuns: rounds(600) },
    )
  })

  it('does not take a hostile value for an error of this package', () => {
    fc.assert(
      fc.property(hostile, (make) => {
        expect(isTapError(make())).toBe(false)
      }),
    )
  })

  it('grants nothing to an unknown kind of actor with the default authorizer', () => {
    fc.assert(
      fc.property(fc.string(), (kind) => {
        fc.pre(!['user', 'app', 'system'].includes(kind))
        const actor = { kind, id: 'root', permissions: ['passes.create'] }
        expect(
          authorizeByEntraRoles({
            permission: 'passes.create',
            tenantId: 'default',
            actor: actor as never,
            isSelf: false,
          }),
        ).toBe(false)
      }),
    )
  })
})

function isRefusal(error: unknown): boolean {
  const isItsOwn = error instanceof Error && error.message === 'A reader touched what it should not trust'
  return isTapError(error) || error instanceof TypeError || error instanceof RangeError || isItsOwn
}
