import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { alphabets } from '../../src/core/code/alphabet.js'
import { codeEntropyInBits } from '../../src/core/code/entropy.js'
import { readableNumber } from '../../src/core/message/readable-number.js'
import { policyBounds } from '../../src/core/policy/bounds.js'
import { guessingRisk, guessingRiskInBits } from '../../src/core/policy/guessing-risk.js'
import type { AlphabetName, Policy } from '../../src/core/policy/policy.js'
import { entraPolicy, nistPolicy } from '../../src/core/policy/presets.js'
import { policyRules } from '../../src/core/policy/review.js'
import { fullPolicy } from '../support/policies.js'

const page = readFileSync(new URL('../../docs/policy.md', import.meta.url), 'utf8')
/** Every field that holds no other, such as `issuing.acr`. */
const fields = leavesOf(fullPolicy(entraPolicy))

describe('docs/policy.md', () => {
  it('lists every field once, in the order of the code', () => {
    const listed = tableUnder('| Field |').map(([cell = '']) => cell.replaceAll('`', ''))
    expect(listed.toSorted()).toEqual(fields.toSorted())
    const outer = listed.map((field) => field.split('.')[0])
    expect([...new Set(outer)]).toEqual(Object.keys(entraPolicy))
  })

  it('shows the range and the values of both presets that the code has', () => {
    for (const [cell = '', allowed, entra, nist] of tableUnder('| Field |')) {
      const field = cell.replaceAll('`', '')
      const expected = [allowedOf(field), valueIn(entraPolicy, field), valueIn(nistPolicy, field)]
      expect([allowed, entra, nist], field).toEqual(expected)
    }
  })

  it('says for every field what it decides and where it comes from', () => {
    for (const [field, , , , decides, source] of tableUnder('| Field |')) {
      expect([decides, source], field).not.toContain('')
    }
  })

  it('gives a reason for every field in which the presets differ', () => {
    const rows = tableUnder('| Field that differs |')
    const differing = fields.filter((field) => valueIn(entraPolicy, field) !== valueIn(nistPolicy, field))
    expect(rows.map(([field]) => field).toSorted()).toEqual(differing.map((field) => `\`${field}\``).toSorted())
    for (const [field, reason] of rows) expect(reason, field).not.toBe('')
  })

  it('explains every finding of a review, in order', () => {
    const rows = tableUnder('| Finding about |')
    expect(rows.map(([field, severity, clause]) => [field, severity, clause])).toEqual(
      policyRules.map(({ field, severity, clause }) => [`\`${field}\``, severity, clause]),
    )
    for (const [, , , when, why] of rows) expect([when, why]).not.toContain('')
  })

  it('computes bits and chances as the code does', () => {
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

function leavesOf(value: object, prefix = ''): readonly string[] {
  return Object.entries(value).flatMap(([name, inner]) => {
    const isLeaf = typeof inner !== 'object' || Array.isArray(inner)
    return isLeaf ? [`${prefix}${name}`] : leavesOf(inner, `${prefix}${name}.`)
  })
}

function valueIn(policy: Policy, field: string): string {
  const value = field.split('.').reduce<unknown>((outer, name) => Reflect.get(Object(outer), name), policy)
  if (value === undefined) return notSet
  return typeof value === 'number' ? readableNumber(value) : `\`${JSON.stringify(value)}\``
}

function allowedOf(field: string): string | undefined {
  const bounds = Object.entries(policyBounds).find(([name]) => name === field)?.[1]
  if (bounds === undefined) return choices[field]
  const range = `${readableNumber(bounds.minimum)} to ${readableNumber(bounds.maximum)} ${bounds.unit}`
  return isOptional(field) ? `${notSet}, or ${range}` : range
}

/** `entraPolicy` sets every field that is required. */
function isOptional(field: string): boolean {
  return valueIn(entraPolicy, field) === notSet
}

const notSet = 'not set'
const choices: { readonly [field: string]: string } = {
  state: '`"enabled"`, `"disabled"`',
  isUsableOnce: '`true`, `false`',
  includeTargets: 'at most 1,000 targets',
  excludeTargets: 'at most 1,000 targets',
  alphabet: '`"crockford"`, `"mixed"`, `"digits"`',
  spendOn: '`"signIn"`, `"registration"`',
  'registrableCredentials.types': '1 to 16 different types, each 1 to 64 characters',
  'registrableCredentials.aaguids': 'not set, or 1 to 1,000 GUIDs',
  countsAs: '`"singleFactor"`, `"multiFactor"`',
  registrationTargets: 'at most 1,000 targets',
  trustedTenants: 'at most 1,000 tenant ids',
  'issuing.isJustificationRequired': '`true`, `false`',
  'issuing.isTicketRequired': '`true`, `false`',
  'issuing.acr': 'not set, or 1 to 128 printable ASCII characters without spaces',
  'issuing.isSelfIssueAllowed': '`true`, `false`',
  'issuing.isDisabledUserAllowed': 'not set, `true`, `false`',
  'issuing.dualControl': 'not set, or at most 100 targets',
}

/** Returns the cells of the rows below the table header that begins with this text. */
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
