import { createDecipheriv, createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { encodeFields, fromBase64Url, toBase64Url } from '../../src/crypto/encoding.js'
import { createKeyRing } from '../../src/crypto/key-ring.js'
import type { SealContext } from '../../src/crypto/seal.js'
import { isSealedByWriter, openDocument, sealDocument, sealedBy, versionOf } from '../../src/crypto/seal.js'
import type { StoredDocument, StoreKey } from '../../src/ports/store.js'
import { systemRandomBytes } from '../../src/system.js'

const old = { id: 'old', secret: new Uint8Array(32).fill(1) }
const fresh = { id: 'fresh', secret: new Uint8Array(32).fill(2) }
const key: StoreKey = { tenantId: 'acme', kind: 'user', id: 'ada' }
const secret = Uint8Array.from({ length: 48 }, (_, index) => index)
const stamp = { version: 1_780_000_000_001, isPolicyStored: true }
const content = { body: '{"isUsableOnce":true,"name":"Zoë"}', secret, retainUntilMs: 1_790_000_000_000, ...stamp }

describe.each(['default', 'fips'] as const)('a document sealed with the %s suite', (cryptography) => {
  const context: SealContext = { ring: createKeyRing([old]), cryptography, randomBytes: systemRandomBytes }
  const sealed = sealDocument(context, key, content)
  const reasonOf = (stored: unknown, where = key) => {
    const opened = openDocument(context, where, stored as StoredDocument)
    return opened.ok ? 'opened' : opened.reason
  }

  it('opens to its secret and the id of its key', () => {
    expect(openDocument(context, key, sealed)).toEqual({ ok: true, secret, keyId: 'old', ...stamp })
    expect(sealedBy(sealed)).toBe('old')
  })

  it('keeps body and retention as they are, and shows nothing of the secret', () => {
    expect(sealed.body).toBe(content.body)
    expect(sealed.retainUntilMs).toBe(content.retainUntilMs)
    expect(Object.keys(sealed).sort()).toEqual(['body', 'retainUntilMs', 'revision', 'seal'])
    expect(sealed.seal).toMatch(/^[A-Za-z0-9_-]+$/)
    expect(sealed.seal).not.toContain(toBase64Url(secret).slice(0, 12))
  })

  it('opens without a secret, without a body and without an end of retention', () => {
    const none = new Uint8Array(0)
    const bare = sealDocument(context, key, { ...stamp, body: '', secret: none, retainUntilMs: null })
    expect(openDocument(context, key, bare)).toEqual({ ok: true, secret: none, keyId: 'old', ...stamp })
  })

  it.each([0, 1, 2 ** 32, Number.MAX_SAFE_INTEGER])('carries the version %s, with and without a policy', (version) => {
    for (const isPolicyStored of [true, false]) {
      const stamped = sealDocument(context, key, { ...content, version, isPolicyStored })
      expect(openDocument(context, key, stamped)).toMatchObject({ ok: true, version, isPolicyStored })
      expect(versionOf(stamped)).toBe(version)
    }
  })

  it.each([-1, 1.5, Number.NaN, 2 ** 53])('is not made with the version %s', (version) => {
    expect(() => sealDocument(context, key, { ...content, version })).toThrow(TypeError)
  })

  it('is refused with another stamp', () => {
    const bytes = fromBase64Url(sealed.seal) ?? new Uint8Array(0)
    for (let at = 13; at < 22; at += 1) {
      const forged = Uint8Array.from(bytes)
      forged[at] = (bytes[at] ?? 0) ^ 1
      expect(reasonOf({ ...sealed, seal: toBase64Url(forged) })).toBe('tampered')
    }
  })

  it('has a new revision of 128 bits in every write', () => {
    const revisions = Array.from({ length: 100 }, () => sealDocument(context, key, content).revision)
    expect(new Set(revisions).size).toBe(100)
    expect(fromBase64Url(sealed.revision)).toHaveLength(16)
  })

  it('draws random bytes once', () => {
    const asked: number[] = []
    const randomBytes = (length: number) => {
      asked.push(length)
      return systemRandomBytes(length)
    }
    sealDocument({ ...context, randomBytes }, key, content)
    expect(asked).toEqual([cryptography === 'fips' ? 28 : 40])
  })

  it('is not made when the random source fails or returns too few bytes', () => {
    const broken = [() => new Uint8Array(8), () => 'x'.repeat(40) as unknown as Uint8Array]
    for (const randomBytes of broken) {
      expect(() => sealDocument({ ...context, randomBytes }, key, content)).toThrow(TypeError)
    }
  })

  it('is not made of ill-formed text or of a time that is not whole milliseconds', () => {
    for (const wrong of [{ body: '\uD800' }, { retainUntilMs: 1.5 }, { retainUntilMs: Number.NaN }]) {
      expect(() => sealDocument(context, key, { ...content, ...wrong })).toThrow(TypeError)
    }
    expect(() => sealDocument(context, { ...key, id: '\uDC00' }, content)).toThrow(TypeError)
  })

  it('VER-6 T-20 is refused after any change of any bit of its seal', () => {
    const bytes = fromBase64Url(sealed.seal) ?? new Uint8Array(0)
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Uint8Array.from(bytes)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(reasonOf({ ...sealed, seal: toBase64Url(changed) })).not.toBe('opened')
    }
  })

  it('T-20 is refused when any character of its seal, body or revision is changed or missing', () => {
    for (const field of ['seal', 'body', 'revision'] as const) {
      for (const changed of edits(sealed[field])) {
        expect(reasonOf({ ...sealed, [field]: changed })).not.toBe('opened')
      }
    }
  })

  it.each([0, -1, 1_790_000_000_001, null, '1790000000000', 1_790_000_000_000n, undefined, Number.NaN])(
    'T-20 is refused when kept until %s',
    (retainUntilMs) => {
      expect(reasonOf({ ...sealed, retainUntilMs })).toBe('tampered')
    },
  )

  it.each([
    { tenantId: 'other' },
    { kind: 'decoy' },
    { id: 'eve' },
    { tenantId: 'acmeuser', kind: '' },
    { kind: 'usera', id: 'da' },
  ])('T-19 is refused when moved to %j', (moved) => {
    expect(reasonOf(sealed, { ...key, ...moved })).toBe('tampered')
  })

  it('T-19 is refused with the seal, body or revision of another write of the same document', () => {
    const later = sealDocument(context, key, { ...content, body: '{"isUsableOnce":false}' })
    for (const field of ['seal', 'body', 'revision'] as const) {
      expect(reasonOf({ ...later, [field]: sealed[field] })).toBe('tampered')
    }
  })

  it('distinguishes a missing key from tampering', () => {
    const renewed: SealContext = { ...context, ring: createKeyRing([fresh]) }
    expect(openDocument(renewed, key, sealed)).toEqual({ ok: false, reason: 'keyMissing' })
    expect(openDocument(renewed, key, { ...sealed, seal: sealed.seal.slice(0, 4) })).toEqual({
      ok: false,
      reason: 'tampered',
    })
  })

  it('opens after a rotation, and new writes are sealed with the new key', () => {
    const rotated: SealContext = { ...context, ring: createKeyRing([fresh, old]) }
    expect(openDocument(rotated, key, sealed)).toEqual({ ok: true, secret, keyId: 'old', ...stamp })
    expect(sealedBy(sealDocument(rotated, key, content))).toBe('fresh')
  })

  const impostor = createKeyRing([{ ...fresh, id: 'old' }])

  it('distinguishes another secret under the same id from tampering', () => {
    expect(openDocument({ ...context, ring: impostor }, key, sealed)).toEqual({ ok: false, reason: 'wrongKey' })
    expect(reasonOf({ ...sealed, body: '{}' })).toBe('tampered')
  })

  it('is by the writer of a ring only if id and secret are those of the writer', () => {
    expect(isSealedByWriter(context.ring, sealed)).toBe(true)
    expect(isSealedByWriter(createKeyRing([fresh, old]), sealed)).toBe(false)
    expect(isSealedByWriter(impostor, sealed)).toBe(false)
  })

  it('T-20 is refused by the other suite, so that a document cannot choose the algorithm', () => {
    const other: SealContext = { ...context, cryptography: cryptography === 'fips' ? 'default' : 'fips' }
    expect(openDocument(other, key, sealed)).toEqual({ ok: false, reason: 'otherFormat' })
  })

  it('T-20 is refused with the header of another key, suite or secret', () => {
    const elsewhere = sealDocument({ ...context, ring: impostor }, key, content)
    const bytesOf = ({ seal }: StoredDocument) => [...(fromBase64Url(seal) ?? [])]
    const headed = (header: readonly number[]) => {
      const rest = bytesOf(sealed).slice(header.length)
      return reasonOf({ ...sealed, seal: toBase64Url(new Uint8Array([...header, ...rest])) })
    }
    const [suite = 0, ...id] = bytesOf(sealed).slice(0, 5)
    expect(headed([suite, ...id])).toBe('opened')
    expect(headed([suite === 3 ? 4 : 3, ...id])).toBe('otherFormat')
    expect(headed([suite - 2, ...id])).toBe('otherFormat')
    expect(headed([suite, 3, 110, 101, 119])).toBe('keyMissing')
    expect(headed(bytesOf(elsewhere).slice(0, 13))).toBe('wrongKey')
  })

  it('T-20 is refused as tampered under a forged key check value, because the value is no secret', () => {
    const ring = createKeyRing([{ ...fresh, id: 'old' }])
    const forged = [...(fromBase64Url(sealed.seal) ?? [])]
    forged.splice(5, 8, ...ring.subkey('old', 'key-check').subarray(0, 8))
    expect(openDocument({ ...context, ring }, key, { ...sealed, seal: toBase64Url(new Uint8Array(forged)) })).toEqual({
      ok: false,
      reason: 'tampered',
    })
  })

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', 'seal'],
    ['an empty object', {}],
    ['numbers', { revision: 1, body: 2, seal: 3, retainUntilMs: 4 }],
    ['an empty seal', { ...sealed, seal: '' }],
    ['a seal of a list', { ...sealed, seal: [sealed.seal] }],
    ['a seal of an object with a length', { ...sealed, seal: { length: 8, charCodeAt: () => 65 } }],
    ['a body of bytes', { ...sealed, body: new TextEncoder().encode(sealed.body) }],
    ['a parsed body', { ...sealed, body: JSON.parse(sealed.body) }],
    ['a key id longer than the seal', { ...sealed, seal: toBase64Url(new Uint8Array([3, 255, 65])) }],
    ['a key id of no characters', { ...sealed, seal: toBase64Url(new Uint8Array([3, 0, 65])) }],
    [
      'a key id with a line break',
      { ...sealed, seal: toBase64Url(new Uint8Array([3, 2, 65, 10, 65, 1, 2, 3, 4, 5, 6, 7, 8])) },
    ],
    ['a header alone', { ...sealed, seal: toBase64Url(new Uint8Array([3, 3, 111, 108, 100])) }],
    ['an ill-formed body', { ...sealed, body: '\uD800' }],
  ])('T-62 is refused without an error when the store returns %s', (_, stored) => {
    expect(reasonOf(stored)).toBe('tampered')
  })

  it.each([undefined, null, 7, '', 'AQ', '!', [], { length: 4, charCodeAt: () => 65 }])(
    'T-62 names no key when its seal is %j',
    (seal) => {
      expect(sealedBy({ ...sealed, seal: seal as string })).toBeUndefined()
    },
  )

  it('T-62 is refused without an error when reading the result of the store throws', () => {
    const trap = new Proxy({}, { get: () => expect.fail('read') })
    expect(reasonOf(trap)).toBe('tampered')
  })
})

describe('the seal', () => {
  it('QA-1 of the fips suite is AES-256-GCM of Node, with a key of HMAC-SHA-256 for each write', () => {
    const ring = createKeyRing([old])
    const { revision, body, seal } = sealDocument({ ring, cryptography: 'fips', randomBytes: systemRandomBytes }, key, {
      ...content,
      retainUntilMs: null,
    })
    const bytes = fromBase64Url(seal) ?? new Uint8Array(0)
    const write = ['key of one write', key.kind, key.tenantId, key.id, revision]
    const writeKey = createHmac('sha256', ring.subkey('old', 'seal-fips')).update(encodeFields(write)).digest()
    const decipher = createDecipheriv('aes-256-gcm', writeKey, bytes.subarray(22, 34))
    const readable = ['4', 'old', key.tenantId, key.kind, key.id, revision, 'null', bytes.subarray(13, 22), body]
    decipher.setAAD(encodeFields(readable))
    decipher.setAuthTag(bytes.subarray(-16))
    expect(bytes.subarray(5, 13)).toEqual(ring.subkey('old', 'key-check').subarray(0, 8))
    const plain = [...decipher.update(bytes.subarray(34, -16)), ...decipher.final()]
    expect(plain).toEqual([...secret])
  })

  it('of format 3 opens in every later version', () => {
    const randomBytes = (length: number) => Uint8Array.from({ length }, (_, index) => index)
    for (const [cryptography, seal] of Object.entries(frozen)) {
      const context = { ring: createKeyRing([old]), cryptography: cryptography as keyof typeof frozen, randomBytes }
      const stored = { revision: 'AAECAwQFBgcICQoLDA0ODw', body: content.body, seal, retainUntilMs: null }
      expect(sealDocument(context, key, { ...content, retainUntilMs: null })).toEqual(stored)
      expect(openDocument(context, key, stored)).toEqual({ ok: true, secret, keyId: 'old', ...stamp })
    }
  })
})

const frozen = {
  default:
    'AwNvbGQi-x88wY1nUAEAAAGecESIARAREhMUFRYXGBkaGxwdHh8gISIjJCUmJ7gblFG5Z9Yf19VCH623gyQlvRVRh-AmZjV1Y8bdmY1-pgZ_8REQKHbgoJ6ux0XSv_FAkD1MQ6-rmoLVgfNJ888',
  fips: 'BANvbGQi-x88wY1nUAEAAAGecESIARAREhMUFRYXGBkaGyW7ZEoaKG1a6Aoo07poWK-DsY0AMEPPtW6tdMS3sVqhGekkWHZUp9Nz1GWBPsQcX-B6i81vI5VPGLCkVNEnpYA',
}

/** Every neighbour of a text: one character changed, taken out or doubled. */
function* edits(text: string): Generator<string> {
  for (let at = 0; at < text.length; at++) {
    const [before, after] = [text.slice(0, at), text.slice(at + 1)]
    const character = text.charAt(at)
    yield `${before}${character === 'A' ? 'B' : 'A'}${after}`
    yield `${before}${after}`
    yield `${before}${character}${character}${after}`
  }
}
