import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { messageIds } from '../../src/core/message/message-ids.js'

const page = readFileSync(new URL('../../docs/messages.md', import.meta.url), 'utf8')

it('docs/messages.md lists every message with its parameters, in the order of the code', () => {
  const rows = Object.entries(messageIds).map(([id, kinds]) => {
    const parameters = Object.entries(kinds).map(([name, kind]) => `\`${name}\` (${kind})`)
    return `| \`${id}\` | ${parameters.join(', ')} |`
  })
  expect(page.slice(page.indexOf('|---|---|\n', page.indexOf('| Id |')) + 10).trimEnd()).toBe(rows.join('\n'))
})
