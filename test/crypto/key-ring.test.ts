import { Buffer } from 'node:buffer'
import { hkdfSync } from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { toBase64Url } from '../../src/crypto/encoding.js'
import type { KeyFault } from '../../src/crypto/key-ring.js'
import { createKeyRing, KeyFaultError } from '../../src/crypto/key-ring.js'
import type { Key } from '../../src/ports/keys.js'

const secret = Uint8Array.from({ length: 32 }, (_, index) => index + 1)
const other = new Uint8Array(48).fill(9)
// Both alphabets differ in the last two symbols, which these bytes need.
const bytes = Uint8Array.from({ length: 34 }, (_, index) => (index % 2 === 0 ? 0xfb : 0xff))

describe('createKeyRing', () => {
  it('writes with the first key and reads with all', () => {
    const ring = createKeyRing([
      { id: 'new', secret },
      { id: 'old', secret: other },
    ])
    expect(ring.writer).toBe('new')
    expect([ring.has('new'), ring.has('old'), ring.has('lost'), ring.has('__proto__')]).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  it('derives 32 bytes by RFC 5869 with SHA-256 and a label of this package', () => {
    const expected = hkdfSync('sha256', secret, new Uint8Array(0), 'temporary-access-pass/v1/seal', 32)
    expect(createKeyRing([{ id: 'k', secret }]).subkey('k', 'seal')).toEqual(new Uint8Array(expected))
  })

  it('gives unrelated bytes for every key and label, and the same bytes again', () => {
    const ring = createKeyRing([
      { id: 'a', secret },
      { id: 'b', secret: other },
    ])
    const all = ['a', 'b'].flatMap((id) =>
      ['seal', 'seal-fips', ''].map((label) => toBase64Url(ring.subkey(id, label))),
    )
    expect(new Set(all).size).toBe(6)
    expect(ring.subkey('a', 'seal')).toBe(ring.subkey('a', 'seal'))
  })

  it.each([
    ['base64url', toBase64Url(bytes)],
    ['base64url with padding', `${toBase64Url(bytes)}==`],
    ['base64', Buffer.from(bytes).toString('base64')],
    ['base64 without padding', Buffer.from(bytes).toString('base64').replace('==', '')],
  ])('accepts a secret as bytes or as %s text', (_, text) => {
    const fromBytes = createKeyRing([{ id: 'k', secret: bytes }])
    expect(createKeyRing([{ id: 'k', secret: text }]).subkey('k', 'seal')).toEqual(fromBytes.subkey('k', 'seal'))
  })

  it('keeps a copy of the secret, so that wiping the original changes nothing', () => {
    const given = Uint8Array.from(secret)
    const ring = createKeyRing([{ id: 'k', secret: given }])
    given.fill(0)
    expect(ring.subkey('k', 'seal')).toEqual(createKeyRing([{ id: 'k', secret }]).subkey('k', 'seal'))
  })

  it('shows ids and nothing else when it is printed, serialised or spread', () => {
    const ring = createKeyRing([{ id: 'k', secret }])
    const subkey = ring.subkey('k', 'seal')
    expect(JSON.stringify(ring)).toBe('{"writer":"k","ids":["k"]}')
    const printed = inspect({ ring, spread: { ...ring } }, { depth: 9, showHidden: true, getters: true })
    for (const bytes of [secret, subkey]) {
      expect(printed).not.toContain([...bytes.subarray(0, 4)].join(', '))
      expect(printed).not.toContain(toBase64Url(bytes).slice(0, 8))
      expect(printed).not.toContain(Buffer.from(bytes).toString('hex').slice(0, 8))
    }
  })

  it('throws for a subkey of a key it does not have', () => {
    expect(() => createKeyRing([{ id: 'k', secret }]).subkey('lost', 'seal')).toThrow(RangeError)
  })

  it('VER-5 refuses an empty list of keys', () => {
    expect(faultOf([])).toEqual({ rule: 'none', field: 'keys' })
  })

  it.each<[string, unknown, ErrorConstructor]>([
    ['"keys"', undefined, TypeError],
    ['"keys"', { id: 'k', secret }, TypeError],
    ['"keys[0]"', [null], TypeError],
    ['"keys[0].id"', [{ secret }], TypeError],
    ['"keys[0].id"', [{ id: '', secret }], RangeError],
    ['"keys[0].id"', [{ id: 'a'.repeat(65), secret }], RangeError],
    ['"keys[0].id"', [{ id: 'a b', secret }], RangeError],
    ['"keys[0].id"', [{ id: 'a\n', secret }], RangeError],
    [
      '"keys[1].id"',
      [
        { id: 'k', secret },
        { id: 'k', secret: other },
      ],
      RangeError,
    ],
    ['"keys[0].secret"', [{ id: 'k' }], TypeError],
    ['"keys[0].secret"', [{ id: 'k', secret: [...secret] }], TypeError],
    ['"keys[0].secret"', [{ id: 'k', secret: secret.subarray(1) }], RangeError],
    ['"keys[0].secret"', [{ id: 'k', secret: toBase64Url(secret.subarray(1)) }], RangeError],
    ['"keys[0].secret"', [{ id: 'k', secret: `${toBase64Url(secret)}==` }], RangeError],
    ['"keys[0].secret"', [{ id: 'k', secret: `${toBase64Url(secret)}\n` }], RangeError],
    ['"keys[0].secret"', [{ id: 'k', secret: 'pass phrase, not base64url, long enough to look well' }], RangeError],
    [
      '"keys[1].secret"',
      [
        { id: 'k', secret },
        { id: 'l', secret: '' },
      ],
      RangeError,
    ],
  ])('names %s when that is wrong: %#', (field, keys, kind) => {
    const fault = faultOf(keys)
    expect(fault.field).toBe(field.replaceAll('"', ''))
    expect(fault.wrongType !== undefined).toBe(kind === TypeError)
  })

  it('T-04 never repeats a secret in an error', () => {
    const text = 'canary-secret+not-base64url'
    const error = caught(() => createKeyRing([{ id: 'k', secret: text }]))
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('canary')
  })

  it('accepts ids of 1 to 64 characters', () => {
    for (const id of ['k', 'a'.repeat(64), '2026-11', 'A_z.9-']) expect(createKeyRing([{ id, secret }]).writer).toBe(id)
  })
})

function faultOf(keys: unknown): KeyFault {
  const error = caught(() => createKeyRing(keys as readonly Key[]))
  if (error instanceof KeyFaultError) return error.fault
  throw error
}

function caught(run: () => unknown): Error {
  try {
    run()
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('Nothing was thrown')
}
