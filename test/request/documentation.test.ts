import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readableNumber } from '../../src/core/message/readable-number.js'
import { defaultRequestRules, requestRuleBounds } from '../../src/requests/model/rules.js'

const page = readFileSync(new URL('../../docs/requests.md', import.meta.url), 'utf8')

describe('docs/requests.md', () => {
  it('lists every rule once, in the order of the code', () => {
    expect(rules().map(([name]) => name)).toEqual(Object.keys(defaultRequestRules))
  })

  it('shows the default and the range of every number', () => {
    const rows = rules().filter(([name = '']) => name in requestRuleBounds)
    expect(rows.map(([name, standard, range]) => [name, standard, range])).toEqual(
      Object.entries(requestRuleBounds).map(([name, { minimum, maximum }]) => [
        name,
        String(Reflect.get(defaultRequestRules, name)),
        `${readableNumber(minimum)} to ${readableNumber(maximum)}`,
      ]),
    )
  })
})

/** Returns the cells of the table of rules, names without quotes. */
function rules(): readonly (readonly string[])[] {
  const lines = page.slice(page.indexOf('| Rule | Default |')).split('\n')
  const end = lines.findIndex((line) => !line.startsWith('|'))
  return lines.slice(2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  )
}
