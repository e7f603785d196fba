import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AlphabetName } from '../../src/core/policy/policy.js'
import { rounds } from '../support/rounds.js'
import { createWorld } from '../support/world.js'

// Written by hand and not read from src/: the spellings of each symbol that a user may type.
const zeroes = ['0', 'O', 'o', '０', 'Ｏ', 'ｏ']
const ones = ['1', 'I', 'i', 'L', 'l', '１', 'Ｉ', 'ｉ', 'Ｌ', 'ｌ']

const spellings: { readonly [Name in AlphabetName]: (symbol: string) => readonly string[] } = {
  crockford: (symbol) => {
    if (symbol === '0') return zeroes
    return symbol === '1' ? ones : [symbol, symbol.toLowerCase(), wide(symbol), wide(symbol.toLowerCase())]
  },
  // This alphabet is case-sensitive.
  mixed: (symbol) => (symbol === 'o' ? zeroes : [symbol, wide(symbol)]),
  digits: (symbol) => {
    if (symbol === '0') return zeroes
    return symbol === '1' ? ones : [symbol, wide(symbol)]
  },
}
/** The symbols with look-alikes. */
const ambiguous = { crockford: ['0', '1'], mixed: ['o'], digits: ['0', '1'] }
const separators = ['', '', '', '-', ' ', '\t', '\n', '–', '—', '‑', '\u00a0', '\u200b', '\u00ad', '\u3000']

function wide(symbol: string): string {
  return String.fromCharCode(symbol.charCodeAt(0) + 0xfee0)
}

/** A code in one of the spellings that a user may type. */
function typed(code: string, alphabet: AlphabetName): fc.Arbitrary<string> {
  const symbols = [...code.replaceAll('-', '')].flatMap((symbol) => [
    fc.constantFrom(...spellings[alphabet](symbol)),
    fc.constantFrom(...separators),
  ])
  return fc.tuple(...symbols).map((parts) => parts.join('').slice(0, 128))
}

describe.each(['crockford', 'mixed', 'digits'] as const)('a code of the alphabet %s', (alphabet) => {
  it('is accepted with look-alikes in any case, width and separation', async () => {
    const { issue, enter } = createWorld({ policy: { alphabet } })
    for (let round = 0; round < 20; round += 1) {
      const { temporaryAccessPass: code } = await issue()
      await fc.assert(
        fc.asyncProperty(typed(code, alphabet), async (text) => {
          fc.pre(text.length < 128)
          expect(await enter(text)).toBe('signedIn')
        }),
        { numRuns: rounds(20) },
      )
    }
  })

  it('is accepted with each symbol in each of its spellings', async () => {
    const { issue, enter } = createWorld({ policy: { alphabet } })
    let code = ''
    while (!ambiguous[alphabet].every((symbol) => code.includes(symbol))) {
      code = (await issue()).temporaryAccessPass.replaceAll('-', '')
    }
    for (const [at, symbol] of [...code].entries()) {
      for (const spelling of spellings[alphabet](symbol)) {
        expect(await enter(`${code.slice(0, at)}${spelling}${code.slice(at + 1)}`), spelling).toBe('signedIn')
      }
    }
  })

  it('is refused when one symbol is changed, missing, doubled or moved', async () => {
    const { issue, enter, tap, admin } = createWorld({ policy: { alphabet, wrongCodesBeforeLockout: 100 } })
    const { temporaryAccessPass: shown } = await issue()
    const code = shown.replaceAll('-', '')
    for (const [at, symbol] of [...code].entries()) {
      const head = code.slice(0, at)
      const tail = code.slice(at + 1)
      const next = tail.charAt(0)
      const wrongs = [head + tail, head + (symbol === '7' ? '8' : '7') + tail]
      if (next !== '' && next !== symbol) wrongs.push(head + next + symbol + tail.slice(1))
      for (const wrong of wrongs) expect(await enter(wrong)).toBe('wrongCode')
      await tap.users.unlock({ actor: admin, user: 'ada', justification: 'a test' })
      if (at % 20 === 19) break
    }
    expect(await enter(`${code.slice(0, -1)}${code.slice(-1)}${code.slice(-1)}`)).toBe('malformedCode')
    expect(await enter(code)).toBe('signedIn')
  })

  it('is accepted with eight or nine symbols, as shown and as heard', async () => {
    const { issue, enter } = createWorld({ policy: { alphabet, defaultLength: alphabet === 'digits' ? 9 : 8 } })
    const { temporaryAccessPass: code } = await issue()
    expect(await enter(code)).toBe('signedIn')
    const heard = alphabet === 'mixed' ? code : code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')
    expect(await enter(heard)).toBe('signedIn')
    expect(await enter(`${heard}2`)).toBe('wrongCode')
  })
})
