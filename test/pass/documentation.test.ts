import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { channelLimits } from '../../src/core/pass/channel-limits.js'

const page = readFileSync(new URL('../../docs/delivery.md', import.meta.url), 'utf8')

it('docs/delivery.md lists every channel with its limit and source', () => {
  const rows = page.split('\n').filter((line) => /^\| `/.test(line) && !line.startsWith('| `deliverTo`'))
  const documented = rows.map((row) => row.split(' | ').slice(0, 3).join(' | '))
  const expected = Object.entries(channelLimits).map(([channel, { maximumInMinutes, source }]) => {
    const limit =
      maximumInMinutes === undefined ? 'as the policy says' : `${maximumInMinutes.toLocaleString('en')} minutes`
    return `| \`${channel}\` | ${limit} | ${source}`
  })
  expect(documented).toEqual(expected)
})
