import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alphabets } from '../../src/core/code/alphabet.js'
import { drawCode } from '../../src/core/code/draw.js'
import { countWrongCode } from '../../src/core/lockout/lockout.js'
import type { AlphabetName } from '../../src/core/policy/policy.js'
import { entraPolicy } from '../../src/core/policy/presets.js'
import { secondMs } from '../support/clock.js'
import { wrongCode } from '../support/codes.js'
import { countOf, enter, enterAll } from '../support/races.js'
import { admin, createWorld } from '../support/world.js'

const ada = { actor: admin, user: 'ada' }
const guesses = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => wrongCode(at))

describe('a guessing attacker', () => {
  // https://github.com/better-auth/better-auth/pull/11156: counts were silently lost under contention.
  it('gets no more parallel guesses than the limit, and each counts', async () => {
    const world = createWorld({ policy: { wrongCodesBeforeLockout: 10 } })
    await world.issue()
    const taps = [world.tap, world.another(), world.another(), world.another()]
    const entered = await enterAll(taps, guesses(64))
    expect(countOf(entered, 'wrongCode')).toBe(10)
    expect((await world.tap.users.explain(ada)).wrongCodes).toBe(10)
  })

  // https://github.com/keycloak/keycloak/issues/31726 (CVE-2024-4629): check and count were two steps.
  it('is refused with a right code in a burst beyond the limit', async () => {
    const world = createWorld({ policy: { wrongCodesBeforeLockout: 10 } })
    const { temporaryAccessPass: code } = await world.issue()
    const taps = [world.tap, world.another()]
    await enterAll(taps, guesses(10))
    const entered = await enterAll(taps, [code, ...guesses(60), code])
    expect(new Set(entered)).toEqual(new Set(['lockedOut']))
  })

  // https://github.com/better-auth/better-auth/issues/11162: the count was part of the code and vanished with it.
  it('gains nothing from a new pass: the next lockout is twice as long', async () => {
    const world = createWorld({ policy: { wrongCodesBeforeLockout: 10, lockoutInSeconds: 60 } })
    await world.issue()
    await enterAll([world.tap], guesses(10))
    await world.issue()
    await enterAll([world.tap], guesses(10))
    const { wrongCodes, since, until } = await world.tap.users.explain(ada)
    expect({ wrongCodes, waitMs: Number(until) - Number(since) }).toEqual({ wrongCodes: 20, waitMs: 120 * secondMs })
  })

  // https://github.com/advisories/GHSA-cq42-vhv7-xr7p (CVE-2024-1722): an attacker could lock an account.
  it('locks the pass and not the account, and a new pass works at once', async () => {
    const policy = { wrongCodesBeforeLockout: 3, wrongCodesBeforeRevocation: 3 }
    const world = createWorld({ policy })
    await world.issue()
    const account = world.users.get('ada')
    await enterAll([world.tap], guesses(20))
    const { temporaryAccessPass: code } = await world.issue()
    expect(await enter(world.tap, code)).toBe('signedIn')
    expect(world.users.get('ada')).toBe(account)
  })

  // https://github.com/keycloak/keycloak/issues/30939: seconds overflowed 32 bits.
  it('is locked out for a positive and bounded time under every policy', () => {
    const seconds = fc.integer({ min: 1, max: 86_400 })
    fc.assert(
      fc.property(seconds, seconds, fc.integer({ min: 1, max: 2 ** 30 }), (first, second, times) => {
        const [lockoutInSeconds, maximumLockoutInSeconds] = [Math.min(first, second), Math.max(first, second)]
        const policy = { ...entraPolicy, wrongCodesBeforeLockout: 3, lockoutInSeconds, maximumLockoutInSeconds }
        const nowMs = Date.UTC(2038, 0, 19)
        const { lockout } = countWrongCode({ consecutive: 3 * times - 1 }, policy, nowMs)
        const expected = Math.min(lockoutInSeconds * 2 ** Math.min(times - 1, 60), maximumLockoutInSeconds)
        expect(lockout).toEqual({ untilMs: nowMs + expected * secondMs, lengthMs: expected * secondMs })
      }),
    )
  })

  // https://github.com/simstudioai/sim/pull/3477, https://github.com/brendanashworth/generate-password/pull/26:
  // Math.random, and a modulo bias towards the first symbols.
  it.each(['crockford', 'mixed', 'digits'] as const)('finds every symbol of %s equally often', (name) => {
    const counts = [...symbolsOfEveryByte(name).values()]
    expect(counts).toHaveLength(alphabets[name].symbols.length)
    expect(new Set(counts).size).toBe(1)
  })

  // rando.js #22: a silent fallback without a secure source.
  it('finds no weak code: create fails when the secure random source fails', async () => {
    const world = createWorld()
    const tap = world.another({
      randomBytes: () => {
        throw new Error('No entropy')
      },
    })
    await expect(tap.passes.create(ada)).rejects.toMatchObject({ code: 'TAP_PORT_FAILED', port: 'randomBytes' })
    expect(await world.row()).toBeUndefined()
  })

  // Pocket ID mapped I, i, O and o, and refused l and L.
  it('is not helped by look-alikes: each is read as its symbol', async () => {
    const lookAlikes: Readonly<Record<AlphabetName, readonly (readonly [string, string])[]>> = {
      crockford: [...pairs('1', 'iIlL'), ...pairs('0', 'oO')],
      mixed: pairs('o', 'O0'),
      digits: [...pairs('1', 'iIlL'), ...pairs('0', 'oO')],
    }
    for (const [alphabet, swaps] of Object.entries(lookAlikes)) {
      const world = createWorld({ policy: { alphabet: alphabet as AlphabetName } })
      const code = await codeWith(world, new Set(swaps.map(([symbol]) => symbol)))
      for (const [symbol, lookAlike] of swaps) {
        expect(await world.enter(code.replaceAll(symbol, lookAlike)), `${alphabet} ${lookAlike}`).toBe('signedIn')
      }
    }
  })
})

function pairs(symbol: string, lookAlikes: string): readonly (readonly [string, string])[] {
  return [...lookAlikes].map((lookAlike) => [symbol, lookAlike] as const)
}

/** A code of 48 symbols nearly always has all of them. */
async function codeWith(world: ReturnType<typeof createWorld>, symbols: ReadonlySet<string>): Promise<string> {
  for (;;) {
    const { temporaryAccessPass: code } = await world.issue()
    if ([...symbols].every((symbol) => code.includes(symbol))) return code
  }
}

/** Returns how often a source that yields each byte value once draws each symbol. */
function symbolsOfEveryByte(name: AlphabetName): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (let byte = 0; byte < 256; byte += 1) {
    let isFirst = true
    const source = (length: number): Uint8Array => {
      // After a rejected byte, the source yields byte 0. The symbol of that draw is not counted.
      const answer = new Uint8Array(length).fill(isFirst ? byte : 0)
      if (!isFirst) rejected.add(byte)
      isFirst = false
      return answer
    }
    const rejected = new Set<number>()
    const symbol = drawCode(source, name, 1)
    if (!rejected.has(byte)) counts.set(symbol, (counts.get(symbol) ?? 0) + 1)
  }
  return counts
}
