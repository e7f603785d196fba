import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createKeyRing } from '../../src/crypto/key-ring.js'
import type { Cryptography } from '../../src/crypto/suite.js'
import type { TokenPurpose } from '../../src/crypto/token.js'
import { openToken, sealToken } from '../../src/crypto/token.js'
import { seededBytes } from '../support/world.js'

const randomBytes = seededBytes(1)
const keyOf = (id: string) => ({ id, secret: seededBytes(id.length)(32) })
const context = (cryptography: Cryptography, ...keyIds: readonly string[]) => ({
  ring: createKeyRing(keyIds.map(keyOf)),
  cryptography,
  randomBytes,
})
const secrets = fc.uint8Array({ maxLength: 200 })
const purposes = fc.constantFrom<TokenPurpose>('grant', 'repudiation')
const tenants = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' })

describe.each<Cryptography>(['default', 'fips'])('a token under the %s suite', (cryptography) => {
  const sealing = context(cryptography, 'a')

  it('opens to the sealed bytes', () => {
    fc.assert(
      fc.property(purposes, tenants, secrets, (purpose, tenantId, secret) => {
        const token = sealToken(sealing, purpose, tenantId, secret)
        expect(token).toMatch(/^[\w-]+\.[\w-]+$/)
        expect(openToken(sealing, purpose, tenantId, token)).toEqual(Uint8Array.from(secret))
      }),
    )
  })

  it('does not open for another purpose, tenant or suite', () => {
    const token = sealToken(sealing, 'grant', 'home', Uint8Array.of(1))
    const other = context(cryptography === 'fips' ? 'default' : 'fips', 'a')
    expect(openToken(sealing, 'repudiation', 'home', token)).toBeUndefined()
    expect(openToken(sealing, 'grant', 'Home', token)).toBeUndefined()
    expect(openToken(other, 'grant', 'home', token)).toBeUndefined()
  })

  it('opens while its key is in the ring, even if another key seals now', () => {
    const token = sealToken(sealing, 'grant', 'home', Uint8Array.of(7))
    expect(openToken(context(cryptography, 'bb', 'a'), 'grant', 'home', token)).toEqual(Uint8Array.of(7))
    expect(openToken(context(cryptography, 'bb'), 'grant', 'home', token)).toBeUndefined()
  })

  it('is different every time', () => {
    const make = () => sealToken(sealing, 'grant', 'home', Uint8Array.of(7))
    expect(new Set(Array.from({ length: 20 }, make)).size).toBe(20)
  })

  it('does not open when it is longer than any token can be', () => {
    const token = sealToken(sealing, 'grant', 'home', new Uint8Array(20_000))
    expect(openToken(sealing, 'grant', 'home', token)).toBeUndefined()
  })
})
