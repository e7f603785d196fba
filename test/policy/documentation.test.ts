import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { alphabets } from '../../src/code/alphabet.js'
import { codeEntropyInBits } from '../../src/code/entropy.js'
import { readableNumber } from '../../src/input/describe.js'
import { policyBounds } from '../../src/policy/bounds.js'
import { guessingRisk, guessingRiskInBits } from '../../src/policy/guessing-risk.js'
import type { AlphabetName, Policy } from '../../src/policy/policy.js'
import { entraPolicy } from '../../src/policy/presets.js'

const page = readFileSync(new URL('../../docs/policy.md', import.meta.url), 'utf8')

describe('docs/policy.md', () => {
  it('lists every field once, in order, with the default and the bounds that the code has', () => {
    const told = tableUnder('| Field |').map(([field, standard, bounds]) => [field, standard, bounds])
    const fields = Object.keys(entraPolicy) as (keyof Policy)[]
    expect(told).toEqual(fields.map((field) => [`\`${field}\``, defaultOf(field), boundsOf(field)]))
  })

  it('says for every field what it decides and where it comes from', () => {
    for (const [, , , decides, source] of tableUnder('| Field |')) {
      expect(decides).not.toBe('')
      expect(source).not.toBe('')
    }
  })

  it('reckons bits and chances as the code does', () => {
    const rows = tableUnder('| Alphabet |')
    expect(new Set(rows.map(([name]) => name))).toEqual(new Set(Object.keys(alphabets).map((name) => `\`${name}\``)))
    for (const [name = '', symbols, length, bits, chance, verdict] of rows) {
      const alphabet = name.replaceAll('`', '') as AlphabetName
      const policy = { alphabet, defaultLength: Number(length), wrongCodesBeforeRevocation: 100 }
      expect([symbols, bits, chance, verdict], `${name} ${length}`).toEqual([
        String(alphabets[alphabet].symbols.length),
        codeEntropyInBits(policy).toFixed(1),
        `2^${guessingRiskInBits(policy).toFixed(1)}`,
        guessingRisk(policy) === undefined ? '' : 'refused',
      ])
    }
  })
})

function defaultOf(field: keyof Policy): string {
  const value = entraPolicy[field]
  return typeof value === 'number' ? readableNumber(value) : `\`${JSON.stringify(value)}\``
}

function boundsOf(field: keyof Policy): string {
  const bounds = Object.entries(policyBounds).find(([name]) => name === field)?.[1]
  if (bounds === undefined) return choices[field] ?? 'nothing is known of this field'
  return `${readableNumber(bounds.minimum)} to ${readableNumber(bounds.maximum)} ${bounds.unit}`
}

const choices: { readonly [Field in keyof Policy]?: string } = {
  state: '`"enabled"`, `"disabled"`',
  isUsableOnce: '`true`, `false`',
  includeTargets: 'at most 1,000 targets',
  excludeTargets: 'at most 1,000 targets',
  alphabet: '`"crockford"`, `"mixed"`, `"digits"`',
  spendOn: '`"signIn"`',
}

/** The rows of the table whose header begins so, as cells. */
function tableUnder(header: string): readonly (readonly string[])[] {
  const lines = page.split('\n')
  const start = lines.findIndex((line) => line.startsWith(header))
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'))
  return lines.slice(start + 2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}
