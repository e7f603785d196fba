import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkHistory } from './check.js'
import type { History } from './history.js'
import { knownBad, knownGood } from './known.js'
import { between, created, guessed, refused } from './operations.js'

describe('the history checker', () => {
  it.each(Object.entries(knownBad))('rejects %s', (_, history) => {
    expect(checkHistory(history)).toMatchObject({ isLinearizable: false })
  })

  it.each(Object.entries(knownGood))('accepts %s', (_, history) => {
    expect(checkHistory(history)).toMatchObject({ isLinearizable: true })
  })

  it('returns the same verdict for any order of its input', () => {
    const all = [...Object.values(knownBad), ...Object.values(knownGood)].filter(({ length }) => length > 1)
    const shuffled = fc
      .constantFrom(...all)
      .chain((history) =>
        fc.tuple(fc.constant(history), fc.shuffledSubarray([...history], { minLength: history.length })),
      )
    fc.assert(
      fc.property(shuffled, ([history, other]) => {
        expect(checkHistory(other).isLinearizable).toBe(checkHistory(history).isLinearizable)
      }),
    )
  })

  it('returns an order that respects real time between calls', () => {
    for (const history of Object.values(knownGood)) {
      const found = checkHistory(history)
      if (!found.isLinearizable) throw new Error(found.why)
      for (const [index, earlier] of found.order.entries()) {
        for (const later of found.order.slice(index + 1)) {
          expect(later.answer !== undefined && later.answeredNs < earlier.invokedNs).toBe(false)
        }
      }
    }
  })

  it('detects one guess too many among a hundred guesses of eight clients', () => {
    const guesses = (compared: number): History => [
      between(0, 5, created('A')),
      ...Array.from({ length: 100 }, (_, at) => {
        const from = 10 + Math.floor(at / 8) * 10
        return between(from + (at % 8), from + 9 + (at % 8), at < compared ? guessed : refused('none', 'lockedOut'))
      }),
    ]
    expect(checkHistory(guesses(3)).isLinearizable).toBe(true)
    expect(checkHistory(guesses(4)).isLinearizable).toBe(false)
  })

  it('names the response that no order explains', () => {
    const found = checkHistory(knownBad['a one-time pass used twice'] ?? [])
    expect(found.isLinearizable ? '' : found.why).toMatch(/A true 0 none, 0 wrong|signIn A -> signedIn A/)
  })
})
