import { describe, expect, it } from 'vitest'
import { alphabets } from '../../src/core/code/alphabet.js'

describe('alphabets', () => {
  it('GEN-5 have 32, 57 and 10 distinct ASCII letters and digits', () => {
    const sizes = Object.values(alphabets).map(({ symbols }) => [symbols.length, new Set(symbols).size])
    expect(sizes).toEqual([
      [32, 32],
      [57, 57],
      [10, 10],
    ])
    for (const { symbols } of Object.values(alphabets)) expect(symbols).toMatch(/^[A-Za-z0-9]+$/)
  })

  it('GEN-5 hold no two symbols that look alike', () => {
    for (const lookAlikes of ['0Oo', '1Il']) {
      for (const { symbols } of Object.values(alphabets)) {
        expect([...lookAlikes].filter((symbol) => symbols.includes(symbol)).length).toBeLessThan(2)
      }
    }
  })

  it('are found under their own names', () => {
    expect(Object.entries(alphabets).map(([name, alphabet]) => alphabet.name === name)).toEqual([true, true, true])
  })
})
