import { describe, expect, it } from 'vitest'
import { decodeUserDocument, encodeUserDocument } from '../../src/core/user-document/codec.js'
import { hashIdempotencyKey, isIssuedFor, isSettled, withIssuedFor } from '../../src/core/user-document/issued-for.js'
import type { UserDocument } from '../../src/core/user-document/user-document.js'
import { emptyUserDocument } from '../../src/core/user-document/user-document.js'
import { aPass } from '../support/documents.js'

const ada = { id: 'ada', isEnabled: true }
const hash = (key: string) => hashIdempotencyKey('default', key)

describe('the keys of a user', () => {
  it('take 8 bytes each, and keep tenants apart', () => {
    expect(hash('December')).toMatch(/^[\w-]{11}$/)
    expect(hash('December')).not.toBe(hashIdempotencyKey('other', 'December'))
    let document: UserDocument = emptyUserDocument(ada)
    for (let list = 0; list < 40; list += 1)
      document = { ...document, ...withIssuedFor(document, hash(`${list}`), `${list}`) }
    const { issuedKeys } = JSON.parse(encodeUserDocument(document)) as { readonly issuedKeys: string }
    expect(issuedKeys).toHaveLength(32 * 11)
    expect(decodeUserDocument(encodeUserDocument(document))).toMatchObject({ issuedKeys: document.issuedKeys })
    expect([7, 8, 39].map((list) => isIssuedFor(document, hash(`${list}`)))).toEqual([false, true, true])
  })

  it('are read as an earlier version wrote them: 16 bytes, each with its pass', () => {
    // SHA-256 of the tenant and the key: 16 bytes of it, then 8.
    const [former, short] = ['sBDwb7kZMLRbrKSBxpPSmg', 'sBDwb7kZMLQ']
    const document = { ...emptyUserDocument(ada), pass: aPass({ id: 'p' }) }
    const body = JSON.parse(encodeUserDocument(document)) as object
    const read = (isReceived: boolean) => {
      const issuedFor = [{ key: former, passId: 'p', isReceived }]
      return decodeUserDocument(JSON.stringify({ ...body, issuedFor }))
    }
    expect(isSettled(read(true), short)).toBe(true)
    expect(isIssuedFor(read(false), short)).toBe(true)
    expect(isSettled(read(false), short)).toBe(false)
  })
})
