import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { rootPath } from '../support/packages.js'
import { isPrintedAsWritten } from '../support/snippets.js'
import { createPlace } from './support/place.js'

const page = readFileSync(join(rootPath, 'docs/command-line.md'), 'utf8')

interface Example {
  readonly list: string
  readonly commands: string
  readonly printed: string
}

/** Returns every list of the page that is followed by commands and by what they print. */
function examples(): readonly Example[] {
  const blocks = /^```csv\n([\s\S]*?)^```\n+^```sh\n([\s\S]*?)^```\n+^```text\n([\s\S]*?)^```$/gm
  return [...page.matchAll(blocks)].map(([, list = '', commands = '', printed = '']) => ({ list, commands, printed }))
}

describe('the page of the command line', () => {
  it.each(examples())('shows what its commands print: $commands', async ({ list, commands, printed }) => {
    const place = createPlace({ now: '2026-11-30T17:00:00Z' })
    try {
      place.write('hires.csv', list)
      const { stdout } = await place.shell(commands)
      expect(isPrintedAsWritten(stdout, printed) ? printed : stdout).toBe(printed)
    } finally {
      place.remove()
    }
  })

  it('has a list as this program expects it, an export, and a list with problems', () => {
    expect(examples()).toHaveLength(3)
    expect(examples().length).toBe(page.split('```csv').length - 1)
  })
})
