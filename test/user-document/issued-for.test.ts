import { describe, expect, it } from 'vitest'
import { decodeUserDocument, encodeUserDocument } from '../../src/core/user-document/codec.js'
import { hashIdempotencyKey, isIssuedFor, withIssuedFor } from '../../src/core/user-document/issued-for.js'
import type { UserDocument } from '../../src/core/user-document/user-document.js'
import { emptyUserDocument } from '../../src/core/user-document/user-document.js'

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
})
