import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { utf8 } from '../../src/crypto/encoding.js'
import type { SlowHashes } from '../../src/crypto/slow-hash.js'
import { nativeHashes, portableHashes, slowHashes } from '../../src/crypto/slow-hash.js'

afterEach(() => {
  vi.restoreAllMocks()
})

function native(): SlowHashes {
  return nativeHashes() ?? expect.fail('This host has no node:crypto')
}

const password = fc.uint8Array({ maxLength: 64 })
const salt = fc.uint8Array({ minLength: 1, maxLength: 32 })
const cost = fc.record({
  N: fc.constantFrom(2, 16, 256),
  r: fc.integer({ min: 1, max: 8 }),
  p: fc.integer({ min: 1, max: 3 }),
})

describe('slow hashes', () => {
  it('give the same scrypt bytes on native threads and in JavaScript', async () => {
    await fc.assert(
      fc.asyncProperty(password, salt, cost, async (secret, salted, price) => {
        expect(await native().scrypt(secret, salted, price)).toEqual(await portableHashes.scrypt(secret, salted, price))
      }),
    )
  })

  it('give the same PBKDF2 bytes on native threads and in JavaScript', async () => {
    await fc.assert(
      fc.asyncProperty(password, salt, fc.integer({ min: 1, max: 200 }), async (secret, salted, iterations) => {
        expect(await native().pbkdf2(secret, salted, iterations)).toEqual(
          await portableHashes.pbkdf2(secret, salted, iterations),
        )
      }),
    )
  })

  it('return bytes of their own, not a slice of a buffer of the runtime', async () => {
    const derived = await native().scrypt(utf8('code'), utf8('salt'), { N: 2, r: 1, p: 1 })
    expect(Object.getPrototypeOf(derived)).toBe(Uint8Array.prototype)
    expect(derived.buffer.byteLength).toBe(32)
  })

  it('run in JavaScript where the runtime has no such module', () => {
    expect(slowHashes()).not.toBe(portableHashes)
    const host = vi.spyOn(process, 'getBuiltinModule')
    host.mockReturnValue({})
    expect(slowHashes()).toBe(portableHashes)
    host.mockReturnValue(undefined as unknown as object)
    expect(slowHashes()).toBe(portableHashes)
    vi.stubGlobal('process', undefined)
    const withoutProcess = slowHashes()
    vi.unstubAllGlobals()
    expect(withoutProcess).toBe(portableHashes)
  })

  it('reject when the runtime refuses, and do not fall back to JavaScript', async () => {
    await expect(native().scrypt(utf8('code'), utf8('salt'), { N: 3, r: 1, p: 1 })).rejects.toThrow()
    await expect(native().scrypt(utf8('code'), utf8('salt'), { N: 2 ** 17, r: 8, p: 1 })).rejects.toThrow()
  })

  const both: readonly [string, () => SlowHashes][] = [
    ['native', native],
    ['portable', () => portableHashes],
  ]

  // RFC 7914 §12, first 32 of 64 bytes.
  const scryptVectors = [
    ['', '', 16, 1, 1, '77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442'],
    ['password', 'NaCl', 1024, 8, 16, 'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162'],
    [
      'pleaseletmein',
      'SodiumChloride',
      16384,
      8,
      1,
      '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2',
    ],
  ] as const

  it.each(both)('QA-1 %s scrypt keeps the vectors of RFC 7914', async (_, hashes) => {
    for (const [secret, salted, N, r, p, expected] of scryptVectors) {
      expect(hex(await hashes().scrypt(utf8(secret), utf8(salted), { N, r, p }))).toBe(expected)
    }
  })

  // RFC 7914 §11, first 32 of 64 bytes.
  it.each(both)('QA-1 %s PBKDF2-HMAC-SHA-256 keeps the vectors of RFC 7914', async (_, hashes) => {
    expect(hex(await hashes().pbkdf2(utf8('passwd'), utf8('salt'), 1))).toBe(
      '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc',
    )
    expect(hex(await hashes().pbkdf2(utf8('Password'), utf8('NaCl'), 80_000))).toBe(
      '4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56',
    )
  })
})

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
