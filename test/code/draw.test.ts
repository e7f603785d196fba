import { describe, expect, it } from 'vitest'
import { alphabets } from '../../src/core/code/alphabet.js'
import { drawCode } from '../../src/core/code/draw.js'
import { systemRandomBytes } from '../../src/system.js'

const names = ['crockford', 'mixed', 'digits'] as const
const everyByte = Array.from({ length: 256 }, (_, byte) => byte)

describe('drawCode', () => {
  it.each(names)('GEN-2 gives every symbol of %s to equally many of the 256 bytes, and skips the rest', (name) => {
    const { symbols } = alphabets[name]
    const keep = Math.floor(256 / symbols.length) * symbols.length
    const drawn = everyByte.map((byte) => firstSymbol(name, byte))
    expect(drawn.slice(keep)).toEqual(Array(256 - keep).fill('skipped'))
    const counts = tally(drawn.slice(0, keep))
    expect(new Set(counts.keys())).toEqual(new Set(symbols))
    expect(new Set(counts.values())).toEqual(new Set([keep / symbols.length]))
  })

  it('GEN-2 gives every pair of digits to equally many of the 65,536 pairs of bytes', () => {
    const pairs = new Map<string, number>()
    for (const first of everyByte) {
      for (const second of everyByte) {
        if (first >= 250 || second >= 250) continue
        const code = drawCode(scripted([first, second]), 'digits', 2)
        pairs.set(code, (pairs.get(code) ?? 0) + 1)
      }
    }
    expect(pairs.size).toBe(100)
    expect(new Set(pairs.values())).toEqual(new Set([625]))
  })

  it('continues in order after a skipped byte, in this call of the source and in the next', () => {
    const bytes = [255, 1, 250, 2, 251, 252, 253, 254, 255, 3]
    expect(drawCode(scripted(bytes), 'digits', 3)).toBe('123')
  })

  it.each(names)('draws the requested number of symbols of %s, for every length from 1 to 48', (name) => {
    for (let length = 1; length <= 48; length++) {
      const code = drawCode(systemRandomBytes, name, length)
      expect(code).toHaveLength(length)
      expect([...code].filter((symbol) => !alphabets[name].symbols.includes(symbol))).toEqual([])
    }
  })

  it('draws once where no byte is rejected, and no more than the code needs', () => {
    const asked: number[] = []
    const counting = (length: number) => {
      asked.push(length)
      return new Uint8Array(length)
    }
    drawCode(counting, 'crockford', 48)
    expect(asked).toEqual([48])
  })

  it('GEN-1 refuses a source that returns too few bytes, too many, or no bytes at all', () => {
    const answers: unknown[] = [new Uint8Array(7), new Uint8Array(9), 'AAAAAAAA', Array(8).fill(0), undefined, null]
    for (const answer of answers) {
      expect(() => drawCode(() => answer as Uint8Array, 'crockford', 8)).toThrow(TypeError)
    }
  })

  it('GEN-1 throws what the source throws', () => {
    const failing = () => {
      throw new Error('no entropy')
    }
    expect(() => drawCode(failing, 'mixed', 8)).toThrow('no entropy')
  })

  it('gives up on a source that returns only rejected bytes', () => {
    let calls = 0
    const stuck = (length: number) => {
      calls++
      return new Uint8Array(length).fill(255)
    }
    expect(() => drawCode(stuck, 'digits', 8)).toThrow('must be rejected')
    expect(calls).toBe(64)
  })
})

/** The symbol that one byte gives: what is drawn from it alone, or `skipped` when its neighbour is drawn instead. */
function firstSymbol(name: (typeof names)[number], byte: number): string {
  const [beforeZero, beforeOne] = [0, 1].map((neighbour) => drawCode(scripted([byte, neighbour]), name, 1))
  return beforeZero === beforeOne ? String(beforeZero) : 'skipped'
}

/** Answers these bytes in order, then zeros. */
function scripted(bytes: readonly number[]): (length: number) => Uint8Array {
  let at = 0
  return (length) => Uint8Array.from({ length }, () => bytes[at++] ?? 0)
}

function tally(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}
