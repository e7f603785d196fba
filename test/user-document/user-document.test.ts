import { describe, expect, it } from 'vitest'
import type { UserDocument } from '../../src/core/user-document/user-document.js'
import {
  changed,
  documentOf,
  emptyUserDocument,
  isCommitWindowFull,
  isEmptyDocument,
  withCommit,
} from '../../src/core/user-document/user-document.js'
import { aDocument, ada, aPass } from '../support/documents.js'

describe('documentOf', () => {
  it('is the document of the same user in the same incarnation', () => {
    expect(documentOf(ada, aDocument())).toEqual(aDocument())
    const second = { ...ada, incarnation: '2' }
    expect(documentOf(second, aDocument({ incarnation: '2' }))).toEqual(aDocument({ incarnation: '2' }))
  })

  it.each([
    ['another user', ada, aDocument({ userId: 'bob' })],
    ['an earlier incarnation', { ...ada, incarnation: '2' }, aDocument({ incarnation: '1' })],
    ['a time before there were incarnations', { ...ada, incarnation: '1' }, aDocument()],
    ['an incarnation that the directory tells no more', ada, aDocument({ incarnation: '1' })],
    ['an absent document', ada, undefined],
  ])('is nothing where the stored one is of %s', (_, user, stored) => {
    expect(documentOf(user, stored)).toBeUndefined()
  })
})

describe('emptyUserDocument', () => {
  it('has the user, and no pass, wrong code, credential, notice or write', () => {
    expect(emptyUserDocument({ ...ada, incarnation: '3' })).toEqual({
      userId: 'ada',
      incarnation: '3',
      wrongCodes: { consecutive: 0 },
      registrations: [],
      notices: [],
      commitIds: [],
    })
  })
})

describe('commit ids', () => {
  it('are the newest eight, newest last', () => {
    const ids = Array.from({ length: 20 }, (_, index) => String(index))
    const kept = ids.reduce<readonly string[]>(withCommit, [])
    expect(kept).toEqual(ids.slice(-8))
  })

  it('show which writes made a document', () => {
    const document = changed(aDocument(), 'c1', { wrongCodes: { consecutive: 1 } })
    expect(document).toEqual({ ...aDocument(), wrongCodes: { consecutive: 1 }, commitIds: ['c1'] })
  })

  it('may have been dropped once there are eight', () => {
    expect([7, 8].map((count) => isCommitWindowFull(new Array(count).fill('id')))).toEqual([false, true])
  })

  it('include the write that ended a pass while the pass is stored', () => {
    const used = changed(aDocument(), 'use', {
      pass: aPass({ ended: { how: 'oneTimeUsed', atMs: 1, commitId: 'use' } }),
    })
    const later = Array.from({ length: 20 }, (_, index) => `later-${index}`).reduce(
      (document, id) => changed(document, id, {}),
      used,
    )
    expect(later.commitIds).not.toContain('use')
    expect(later.pass?.ended?.commitId).toBe('use')
  })
})

describe('an empty document', () => {
  it('says nothing about the user', () => {
    expect(isEmptyDocument(changed(emptyUserDocument(ada), 'c1', {}))).toBe(true)
  })

  it.each<Partial<UserDocument>>([
    { pass: aPass() },
    { wrongCodes: { consecutive: 1 } },
    { wrongCodes: { consecutive: 0, lockout: { untilMs: 1, lengthMs: 1 } } },
    { wrongCodesOnDeletedPass: 1 },
    { registrations: [{ credential: { id: 'k', type: 'passkey' }, passId: 'p', signInId: 's', registeredAtMs: 1 }] },
    { repudiableUntilMs: 1 },
    { repudiatedAtMs: 1 },
    { issuedKeys: ['aaaaaaaaaaa'] },
  ])('is not one with %j', (content) => {
    expect(isEmptyDocument({ ...emptyUserDocument(ada), ...content })).toBe(false)
  })
})
