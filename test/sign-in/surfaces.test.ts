import { describe, expect, it } from 'vitest'
import { revealRefusal } from '../../src/core/sign-in/refusal.js'
import type { Surface, SurfaceRules } from '../../src/core/sign-in/surfaces.js'
import { isSurface, isSurfaceAllowed, surfaceRules } from '../../src/core/sign-in/surfaces.js'
import type { World } from '../support/world.js'
import { createWorld } from '../support/world.js'

type SurfaceRule = SurfaceRules[Surface]

const surfaces = Object.keys(surfaceRules) as Surface[]
const own = 'temporary-access-pass'

async function enterAt(world: World, code: string, surface: Surface, priorAmr: readonly string[]): Promise<string> {
  const result = await world.tap.signIn({ user: 'ada', code, surface, priorAmr })
  return result.ok ? 'signedIn' : revealRefusal(result)
}

// Alone, after another method, and after a pass.
const table: readonly (readonly [Surface, boolean, boolean, boolean])[] = [
  ['browser', true, true, true],
  ['authenticatorApp', true, true, true],
  ['deviceSetup', true, true, true],
  ['joinedDevice', false, true, false],
  ['hybridJoinedDevice', false, true, false],
  ['deviceWebSignIn', true, true, true],
  ['legacy', false, false, false],
]

describe('the surfaces', () => {
  it('are seven, and each has a default rule', () => {
    expect(table.map(([surface]) => surface)).toEqual(surfaces)
  })

  it.each(table)('%s accepts a pass alone: %s; after another method: %s; after a pass: %s', async (...row) => {
    const [surface, alone, after, afterPass] = row
    const world = createWorld()
    const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: false })
    const expected = (isAllowed: boolean) => (isAllowed ? 'signedIn' : 'surfaceNotAllowed')
    expect(await enterAt(world, code, surface, [])).toBe(expected(alone))
    expect(await enterAt(world, code, surface, ['pwd'])).toBe(expected(after))
    expect(await enterAt(world, code, surface, ['pwd', own])).toBe(expected(afterPass))
  })

  it('can each have any rule, and absent ones keep their default', async () => {
    const rules: readonly SurfaceRule[] = ['accepted', 'afterAnotherMethod', 'refused']
    for (const surface of surfaces) {
      for (const rule of rules) {
        const world = createWorld({ surfaces: { [surface]: rule } })
        const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: false })
        for (const priorAmr of [[], ['hwk']]) {
          const entered = surfaces.map(async (name) => [name, await enterAt(world, code, name, priorAmr)])
          const table: SurfaceRules = { ...surfaceRules, [surface]: rule }
          const expected = surfaces.map((name) => [
            name,
            isSurfaceAllowed(table, name, priorAmr) ? 'signedIn' : 'surfaceNotAllowed',
          ])
          expect(await Promise.all(entered)).toEqual(expected)
        }
      }
    }
  })

  it('follow three rules', () => {
    const rulesOf = (rule: SurfaceRule): SurfaceRules => ({ ...surfaceRules, legacy: rule })
    const isAllowed = (rule: SurfaceRule, ...priorAmr: string[]) => isSurfaceAllowed(rulesOf(rule), 'legacy', priorAmr)
    expect([isAllowed('accepted'), isAllowed('accepted', 'pwd')]).toEqual([true, true])
    expect([isAllowed('afterAnotherMethod'), isAllowed('afterAnotherMethod', 'pwd')]).toEqual([false, true])
    expect([isAllowed('refused'), isAllowed('refused', 'pwd')]).toEqual([false, false])
  })

  it('differ from other words, including the properties of every object', () => {
    expect(surfaces.every(isSurface)).toBe(true)
    for (const word of ['', 'Browser', 'toString', '__proto__', 7, undefined]) expect(isSurface(word)).toBe(false)
  })

  it('appear in events and in the sign-in', async () => {
    const world = createWorld()
    const { temporaryAccessPass: code } = await world.issue()
    const result = await world.tap.signIn({ user: 'ada', code, surface: 'deviceSetup' })
    expect(result).toMatchObject({ ok: true, signIn: { surface: 'deviceSetup' } })
    expect(world.events.at(-1)).toMatchObject({ type: 'signIn.succeeded', details: { surface: 'deviceSetup' } })
  })
})

describe('a surface that is refused', () => {
  it('is named in the event and by revealRefusal, and not in the result', async () => {
    const world = createWorld()
    const { temporaryAccessPass: code } = await world.issue()
    const context = { correlationId: 'c-1' }
    const refusal = await world.tap.signIn({ user: 'ada', code, surface: 'legacy', context })
    expect(world.events.at(-1)).toMatchObject({
      type: 'signIn.refused',
      details: { reason: 'surfaceNotAllowed', surface: 'legacy', wrongCodes: 0 },
    })
    expect(refusal.ok || revealRefusal(refusal)).toBe('surfaceNotAllowed')
    const wrong = await world.tap.signIn({ user: 'ada', code: 'Z'.repeat(48), context })
    expect(refusal).toEqual(wrong)
  })

  it('counts, uses up and ends nothing, whatever the code', async () => {
    const world = createWorld({ policy: { wrongCodesBeforeLockout: 3, wrongCodesBeforeRevocation: 3 } })
    const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: true })
    const before = await world.row()
    for (const typed of [code, code, 'Z'.repeat(48), 'Z'.repeat(48), 'Z'.repeat(48)]) {
      expect(await enterAt(world, typed, 'legacy', [])).toBe('surfaceNotAllowed')
    }
    expect(await world.row()).toEqual(before)
    expect(await world.enter(code)).toBe('signedIn')
  })

  it('returns the same for users with a pass, without one, and unknown users', async () => {
    const world = createWorld()
    const { temporaryAccessPass: code } = await world.issue()
    const answers = ['ada', 'bob', 'nobody'].map((user) =>
      world.tap.signIn({ user, code, surface: 'legacy', context: { correlationId: 'c' } }),
    )
    const [first, ...rest] = await Promise.all(answers)
    for (const answer of rest) expect(answer).toEqual(first)
  })
})

describe('createTap', () => {
  const build = (options: object) => () => createWorld(options)

  it.each([
    [{ surfaces: null }, TypeError, '`surfaces` must be an object'],
    [{ surfaces: 'refused' }, TypeError, '`surfaces` must be an object'],
    [{ surfaces: { kiosk: 'accepted' } }, TypeError, '`surfaces.kiosk` is not a surface'],
    [{ surfaces: { legacy: 'allowed' } }, RangeError, '`surfaces.legacy` must be'],
    [{ surfaces: { browser: true } }, RangeError, '`surfaces.browser` must be'],
    [{ surfaces: { browser: null } }, RangeError, '`surfaces.browser` must be'],
    [{ passOffer: 'always' }, RangeError, '`passOffer` must be'],
    [{ passOffer: true }, RangeError, '`passOffer` must be'],
    [{ passOffer: null }, RangeError, '`passOffer` must be'],
  ])('refuses %j', (options, kind, message) => {
    expect(build(options)).toThrow(kind)
    expect(build(options)).toThrow(message)
  })

  it('treats a rule that is undefined as absent', async () => {
    const world = createWorld({ surfaces: { browser: undefined as never } })
    const { temporaryAccessPass: code } = await world.issue()
    expect(await world.enter(code)).toBe('signedIn')
  })

  it('copies the rules, so that later changes have no effect', async () => {
    const surfaces: { legacy: SurfaceRule } = { legacy: 'refused' }
    const world = createWorld({ surfaces })
    surfaces.legacy = 'accepted'
    const { temporaryAccessPass: code } = await world.issue()
    expect(await enterAt(world, code, 'legacy', [])).toBe('surfaceNotAllowed')
  })
})
