import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addNotice, removeNotice, takeDue } from '../../src/core/notice/outbox.js'
import type { PendingNotice } from '../../src/core/notice/pending-notice.js'
import { decodeUserDocument, encodeUserDocument } from '../../src/core/user-document/codec.js'
import type { UserDocument } from '../../src/core/user-document/user-document.js'
import { emptyUserDocument } from '../../src/core/user-document/user-document.js'
import type { NoticeKind } from '../../src/ports/notifier.js'
import { dayMs, minuteMs } from '../support/clock.js'

const startMs = Date.UTC(2026, 10, 23, 6)
const retentionInDays = 30
const nobody = emptyUserDocument({ id: 'ada', isEnabled: true })
const kinds: readonly NoticeKind[] = ['passCreated', 'signedIn', 'credentialRegistered', 'passDeleted', 'lockedOut']
const kind = fc.constantFrom(...kinds)

function withNotices(kindsInOrder: readonly NoticeKind[], document: UserDocument = nobody): UserDocument {
  return kindsInOrder.reduce((before, next, index) => {
    const making = { id: `n${index}`, nowMs: startMs + index, passId: 'p', retentionInDays }
    return addNotice(before, next, making).document
  }, document)
}

const pending: fc.Arbitrary<PendingNotice> = fc.record({
  id: fc.uuid(),
  kind,
  atMs: fc.integer({ min: 0, max: 4e12 }),
  passId: fc.option(fc.uuid(), { nil: undefined }),
  repudiableUntilMs: fc.integer({ min: 0, max: 4e12 }),
  attempts: fc.integer({ min: 1, max: 10_000 }),
  nextAttemptMs: fc.integer({ min: 0, max: 4e12 }),
})

describe('the outbox', () => {
  it('holds at most 16 notices, in the order of what happened', () => {
    fc.assert(
      fc.property(fc.array(kind, { minLength: 1, maxLength: 50 }), (all) => {
        const { notices } = withNotices(all)
        expect(notices.length).toBe(Math.min(all.length, 16))
        expect(notices.map(({ atMs }) => atMs)).toEqual(notices.map(({ atMs }) => atMs).toSorted((a, b) => a - b))
      }),
    )
  })

  it('keeps the first three notices of a kind, and the first lockout, whatever follows', () => {
    fc.assert(
      fc.property(fc.array(kind, { minLength: 1, maxLength: 50 }), fc.array(kind, { maxLength: 40 }), (all, later) => {
        const kept = withNotices([...all, ...later]).notices.map(({ id }) => id)
        for (const kind of kinds) {
          const ids = all.flatMap((one, index) => (one === kind ? [`n${index}`] : []))
          expect(kept).toEqual(expect.arrayContaining(ids.slice(0, kind === 'lockedOut' ? 1 : 3)))
        }
      }),
    )
  })

  it.each(kinds)('keeps the notice of what an attacker did, for sixteen later notices: %s', (later) => {
    const attack: readonly NoticeKind[] = ['signedIn', 'credentialRegistered', 'passDeleted']
    const { notices } = withNotices([...attack, ...Array<NoticeKind>(16).fill(later)])
    expect(notices.map(({ kind }) => kind).slice(0, 3)).toEqual(attack)
  })

  it('returns a notice without room, so that it is delivered once, unless it is a lockout', () => {
    const full = withNotices(Array<NoticeKind>(16).fill('signedIn'))
    const making = { id: 'late', nowMs: startMs + 99, passId: 'p', retentionInDays }
    const added = addNotice(full, 'signedIn', making)
    expect(added.notice).toMatchObject({ id: 'late' })
    expect(added.document.notices).toEqual(full.notices)
    const locked = addNotice(full, 'lockedOut', making).document
    expect(addNotice(locked, 'lockedOut', making)).toEqual({ document: locked })
  })

  it('drops no notice that needs the code for any number of lockouts', () => {
    const before = [...Array<NoticeKind>(12).fill('signedIn'), ...Array<NoticeKind>(3).fill('passCreated')]
    const { notices } = withNotices([...before, ...Array<NoticeKind>(100).fill('lockedOut')])
    expect(notices.map(({ kind }) => kind)).toEqual([...before, 'lockedOut'])
  })

  it('removes a notice by its id, or returns the same document', () => {
    const document = withNotices(kinds)
    expect(removeNotice(document, 'n2').notices.map(({ id }) => id)).toEqual(['n0', 'n1', 'n3', 'n4'])
    expect(removeNotice(document, 'another')).toBe(document)
  })

  it('returns exactly the due notices, once, and counts the attempt', () => {
    const document = withNotices(kinds)
    const nowMs = startMs + minuteMs + 2
    const taken = takeDue(document, { nowMs, retentionInDays })
    expect(taken.due.map(({ id }) => id)).toEqual(['n0', 'n1', 'n2'])
    expect(taken.document.notices.map(({ attempts }) => attempts)).toEqual([2, 2, 2, 1, 1])
    const again = takeDue(taken.document, { nowMs, retentionInDays })
    expect(again.due).toEqual([])
    expect(again.document).toBe(taken.document)
  })

  it('drops a notice at the end of the retention, to the millisecond', () => {
    const document = withNotices(['signedIn'])
    const endMs = startMs + retentionInDays * dayMs
    expect(takeDue(document, { nowMs: endMs - 1, retentionInDays }).due).toHaveLength(1)
    expect(takeDue(document, { nowMs: endMs, retentionInDays })).toEqual({
      due: [],
      document: { ...document, notices: [] },
    })
  })

  it('is stored field by field, and leaves no trace if it is empty', () => {
    fc.assert(
      fc.property(fc.array(pending, { maxLength: 16 }), (notices) => {
        const text = encodeUserDocument({ ...nobody, notices })
        expect(decodeUserDocument(text)?.notices).toEqual(notices)
        expect(text.includes('notices')).toBe(notices.length > 0)
      }),
    )
  })
})
