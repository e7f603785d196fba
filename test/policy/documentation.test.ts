import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { alphabets } from '../../src/core/code/alphabet.js'
import { codeEntropyInBits } from '../../src/core/code/entropy.js'
import { readableNumber } from '../../src/core/input/describe.js'
import type { NumericPolicyField, PolicyBound } from '../../src/core/policy/bounds.js'
import { policyBounds } from '../../src/core/policy/bounds.js'
import { guessingRisk, guessingRiskInBits } from '../../src/core/policy/guessing-risk.js'
import type { AlphabetName, Policy } from '../../src/core/policy/policy.js'
import { entraPolicy, nistPolicy } from '../../src/core/policy/presets.js'
import { policyRules } from '../../src/core/policy/review.js'
import { fullPolicy } from '../support/policies.js'

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

  it('lists every rule of issuing once, with the bounds that the code has', () => {
    const { issuing } = fullPolicy(entraPolicy)
    const fields = Object.keys(issuing).flatMap((name) =>
      name === 'maximumPerHour' ? Object.keys(issuing.maximumPerHour).map((inner) => `${name}.${inner}`) : [name],
    )
    const rows = tableUnder('| Field of `issuing` |')
    expect(rows.map(([name]) => name).sort()).toEqual(fields.map((name) => `\`${name}\``).sort())
    for (const [name = '', bounds] of rows) {
      const path = `issuing.${name.replaceAll('`', '')}`
      if (path in policyBounds) {
        expect(bounds).toBe(`left out, or ${nestedBoundsOf(path as NumericPolicyField)}`)
      }
    }
  })

  it('sets the presets side by side wherever they differ', () => {
    const fields = (Object.keys(entraPolicy) as (keyof Policy)[]).filter((field) => {
      return valueInWords(entraPolicy[field]) !== valueInWords(nistPolicy[field])
    })
    const told = tableUnder('| Field that differs |').map(([field, entra, nist]) => [field, entra, nist])
    expect(told).toEqual(
      fields.map((field) => [`\`${field}\``, valueInWords(entraPolicy[field]), valueInWords(nistPolicy[field])]),
    )
  })

  it('explains every finding of a review, in order', () => {
    const rows = tableUnder('| Finding about |')
    expect(rows.map(([field, severity, clause]) => [field, severity, clause])).toEqual(
      policyRules.map(({ field, severity, clause }) => [`\`${field}\``, severity, clause]),
    )
    for (const [, , , when, why] of rows) expect([when, why]).not.toContain('')
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
  return valueInWords(entraPolicy[field])
}

function valueInWords(value: Policy[keyof Policy]): string {
  return typeof value === 'number' ? readableNumber(value) : `\`${JSON.stringify(value)}\``
}

function boundsOf(field: keyof Policy): string {
  const bounds = Object.entries(policyBounds).find(([name]) => name === field)?.[1]
  if (bounds === undefined) return choices[field] ?? 'nothing is known of this field'
  return inWords(bounds)
}

function nestedBoundsOf(path: NumericPolicyField): string {
  return inWords(policyBounds[path])
}

function inWords({ minimum, maximum, unit }: PolicyBound): string {
  return `${readableNumber(minimum)} to ${readableNumber(maximum)} ${unit}`
}

const choices: { readonly [Field in keyof Policy]?: string } = {
  state: '`"enabled"`, `"disabled"`',
  isUsableOnce: '`true`, `false`',
  includeTargets: 'at most 1,000 targets',
  excludeTargets: 'at most 1,000 targets',
  alphabet: '`"crockford"`, `"mixed"`, `"digits"`',
  spendOn: '`"signIn"`, `"registration"`',
  registrableCredentials:
    '`types`: 1 to 16, all different; `aaguids`: left out, or 1 to 1,000 GUIDs; `maximum`: ' +
    nestedBoundsOf('registrableCredentials.maximum'),
  countsAs: '`"singleFactor"`, `"multiFactor"`',
  registrationTargets: 'at most 1,000 targets',
  trustedTenants: 'at most 1,000 tenant ids',
  issuing: 'see [below](#issuing)',
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
