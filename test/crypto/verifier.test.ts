import { Buffer } from 'node:buffer'
import { pbkdf2Sync, scryptSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alphabets } from '../../src/core/code/alphabet.js'
import { entropyInBits } from '../../src/core/code/entropy.js'
import { canonicalCode, readAs } from '../../src/core/code/normalize.js'
import { utf8 } from '../../src/crypto/encoding.js'
import { hashCode, isSameHash, isSlow, packVerifier, schemeFor, unpackVerifier } from '../../src/crypto/verifier.js'

const salt = Uint8Array.from({ length: 16 }, (_, index) => index)
const hash = Uint8Array.from({ length: 32 }, (_, index) => 255 - index)

describe('schemeFor', () => {
  it.each([
    ['1'.repeat(33), 'scrypt-1'],
    ['1'.repeat(34), 'hmac-1'],
    [`${'1'.repeat(21)}A`, 'scrypt-1'],
    [`${'1'.repeat(22)}A`, 'hmac-1'],
    [`${'1'.repeat(22)}z`, 'hmac-1'],
    [`${'1'.repeat(20)}oiL`, 'scrypt-1'],
    [`${'1'.repeat(20)}OIl`, 'scrypt-1'],
    [`${'1'.repeat(22)}é`, 'scrypt-1'],
    ['K7MQZ3XW', 'scrypt-1'],
  ])('VER-1 hashes %s by %s', (canonical, scheme) => {
    expect(schemeFor(canonical, 'default')).toBe(scheme)
    expect(schemeFor(canonical, 'fips')).toBe(scheme === 'scrypt-1' ? 'pbkdf2-1' : scheme)
  })

  it('VER-1 is fast only where codes of that shape have 112 bits or more', () => {
    expect(entropyInBits('digits', 34)).toBeGreaterThan(112)
    // Crockford codes of 23 with at least one letter, of all that there are: the condition costs next to nothing.
    const withLetter = 23 * Math.log2(32) + Math.log2(1 - (10 / 32) ** 23)
    expect(withLetter).toBeGreaterThan(112)
    expect(entropyInBits('mixed', 23)).toBeGreaterThan(112)
  })

  it('T-08 is the same however the code is typed', () => {
    const drawn = fc
      .constantFrom('crockford', 'mixed', 'digits')
      .chain((name) =>
        fc.tuple(
          fc.constant(name),
          fc.string({ unit: fc.constantFrom(...alphabets[name].symbols), minLength: 18, maxLength: 40 }),
        ),
      )
    const digitsOfCrockford = fc.tuple(
      fc.constant('crockford' as const),
      fc.string({ unit: fc.constantFrom(...'01234567'), minLength: 18, maxLength: 40 }),
    )
    fc.assert(
      fc.property(fc.oneof(drawn, digitsOfCrockford), fc.infiniteStream(fc.nat(5)), ([name, code], picks) => {
        const spelled = [...code].map((symbol) => respell(symbol, name, picks.next().value ?? 0)).join('')
        const canonical = canonicalCode(spelled) ?? ''
        expect(readAs(name, canonical)).toBe(code)
        expect(schemeFor(canonical, 'default')).toBe(schemeFor(code, 'default'))
      }),
    )
  })

  it('calls every scheme except HMAC slow', () => {
    expect([isSlow('scrypt-1'), isSlow('pbkdf2-1'), isSlow('hmac-1')]).toEqual([true, true, false])
  })
})

describe('hashCode', () => {
  it('VER-3 is scrypt at N = 2^15, r = 8, p = 3', async () => {
    const expected = scryptSync('K7MQZ3XW', salt, 32, { N: 32_768, r: 8, p: 3, maxmem: 64 * 2 ** 20 })
    expect(await hashCode('scrypt-1', 'K7MQZ3XW', salt)).toEqual(new Uint8Array(expected))
  })

  it('VER-3 is PBKDF2-HMAC-SHA-256 at 600,000 under fips', async () => {
    const expected = pbkdf2Sync('K7MQZ3XW', salt, 600_000, 32, 'sha256')
    expect(await hashCode('pbkdf2-1', 'K7MQZ3XW', salt)).toEqual(new Uint8Array(expected))
  })

  // RFC 4231, test case 2.
  it('QA-1 is HMAC-SHA-256 keyed with the salt where it is fast', async () => {
    const derived = await hashCode('hmac-1', 'what do ya want for nothing?', utf8('Jefe'))
    expect(Buffer.from(derived).toString('hex')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    )
  })
})

describe('a packed verifier', () => {
  it('is 48 bytes, and unpacks to the same verifier', () => {
    const packed = packVerifier({ salt, hash })
    expect(packed).toHaveLength(48)
    expect(unpackVerifier(packed)).toEqual({ salt, hash })
  })

  it.each([0, 47, 49, 96])('is refused at %i bytes', (length) => {
    expect(unpackVerifier(new Uint8Array(length))).toBeUndefined()
  })

  it('shares no memory with what it was unpacked from', () => {
    const packed = packVerifier({ salt, hash })
    const verifier = unpackVerifier(packed)
    packed.fill(0)
    expect(verifier).toEqual({ salt, hash })
  })
})

describe('isSameHash', () => {
  it('holds for equal bytes and fails for any other bit or length', () => {
    expect(isSameHash(hash, Uint8Array.from(hash))).toBe(true)
    for (let bit = 0; bit < 256; bit++) {
      const other = Uint8Array.from(hash)
      other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(isSameHash(hash, other)).toBe(false)
    }
    expect(isSameHash(hash, hash.subarray(1))).toBe(false)
    expect(isSameHash(hash, new Uint8Array(0))).toBe(false)
  })
})

/** A way of typing the symbol that its alphabet reads as the same. */
function respell(symbol: string, name: keyof typeof alphabets, pick: number): string {
  const zeros = name === 'mixed' ? 'oO0' : '0Oo'
  if (zeros.startsWith(symbol)) return zeros.charAt(pick % 3)
  if (name !== 'mixed' && symbol === '1') return '1IiLl'.charAt(pick % 5)
  return name === 'crockford' && pick % 2 === 1 ? symbol.toLowerCase() : symbol
}
