import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cursorToPosition, positionToCursor } from '../../../adapters/sql/cursor.js'
import {
  documentToParameters,
  keyToColumn,
  keyToParameters,
  rowToDocument,
  rowToEntry,
} from '../../../adapters/sql/row.js'

const symbols = fc.constantFrom('\0', '\u2400', '0', 'a', '\\', '👩')
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: symbols }))

const key = fc.record({ tenantId: text, kind: text, id: text })
const document = fc.record({
  revision: fc.base64String(),
  body: fc.json(),
  seal: fc.base64String(),
  retainUntilMs: fc.option(fc.maxSafeInteger()),
})

describe('a row of a SQL table', () => {
  it('converts back to the key and the document that it was made of', () => {
    fc.assert(
      fc.property(key, document, (name, stored) => {
        const [kind, tenant_id, id] = keyToParameters(name)
        const [revision, body, seal, retain_until_ms] = documentToParameters(stored)
        const row = { kind, tenant_id, id, revision, body, seal, retain_until_ms }
        expect(rowToEntry(row, name.kind)).toEqual({ key: name, document: stored })
        expect(rowToDocument({ ...row, retain_until_ms: retain_until_ms?.toString() ?? null })).toEqual(stored)
      }),
    )
  })

  it('contains no NUL, and different columns for different ids', () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        expect(keyToColumn(left, 'id')).not.toContain('\0')
        expect(keyToColumn(left, 'id') === keyToColumn(right, 'id')).toBe(left === right)
      }),
    )
  })

  it('has a cursor that converts back to its position', () => {
    fc.assert(
      fc.property(key, (name) => {
        const [, tenantId, id] = keyToParameters(name)
        expect(cursorToPosition(positionToCursor(name))).toEqual({ tenantId, id })
      }),
    )
  })

  it.each([undefined, null, 'row', {}, { body: '' }, { revision: 1, body: '', seal: '', retain_until_ms: null }])(
    'is refused if it lacks columns or their types are wrong: %o',
    (row) => {
      expect(() => rowToDocument(row)).toThrow(TypeError)
    },
  )
})
