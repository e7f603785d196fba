import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseForm } from '../../../adapters/http/form.js'

const text = fc.string({ unit: 'grapheme' })

describe('parseForm', () => {
  it('reads every form that a browser encodes', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(text, text), { selector: ([name]) => name }), (pairs) => {
        expect([...(parseForm(new URLSearchParams(pairs).toString()) ?? [])]).toEqual(pairs)
      }),
    )
  })

  it('refuses a field that is given twice, escaped or not', () => {
    fc.assert(
      fc.property(text, text, text, (name, first, second) => {
        const again = [...new TextEncoder().encode(name)]
          .map((byte) => `%${byte.toString(16).padStart(2, '0')}`)
          .join('')
        const source = `${new URLSearchParams([[name, first]])}&${again}=${encodeURIComponent(second)}`
        expect(parseForm(source)).toBeUndefined()
      }),
    )
  })

  it('reads every form that it accepts as URLSearchParams does', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', '=', '&', '+', '%', '4', '1', 'C', '3', 'é') }),
        (source) => {
          const fields = parseForm(source)
          if (fields !== undefined) expect([...fields]).toEqual([...new URLSearchParams(source)])
        },
      ),
    )
  })
})
