import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { commandTable } from '../../adapters/cli/command-table.js'
import { withCompletion } from '../../adapters/cli/commands/completion.js'
import { completionFor } from '../../adapters/cli/completion.js'

const table = withCompletion(commandTable)

describe('completion', () => {
  const script = completionFor('bash', table)

  it.each([
    ['temporary-access-pass po', ['policy']],
    ['temporary-access-pass policy se', ['set']],
    ['temporary-access-pass schema ', ['mysql', 'postgres', 'sqlite', '--table']],
    ['temporary-access-pass create ada --deliver ', ['email', 'post', 'print', 'sms', 'voice']],
    ['temporary-access-pass create ada --mul', ['--multi-use']],
    ['temporary-access-pass bulk hires.csv --all', ['--all-or-nothing']],
    ['temporary-access-pass policy review --st', ['--strict']],
  ])('bash completes "%s"', (typed, expected) => {
    const words = typed.split(' ')
    const ask = `COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _temporary_access_pass; printf '%s\\n' "\${COMPREPLY[@]}"`
    const printed = execFileSync('bash', ['-c', `${script}\n${ask}`, 'bash', ...words], { encoding: 'utf8' })
    expect(printed.trim().split('\n').toSorted()).toEqual(expected.toSorted())
  })

  it('fish knows every command and every flag', () => {
    const fish = completionFor('fish', table)
    for (const { name, flags } of table) {
      expect(fish).toContain(`-a ${name.split(' ').at(-1)}`)
      for (const { written } of flags) expect(fish).toContain(`-l ${/--([a-z-]+)/.exec(written)?.[1]}`)
    }
    // Every line is one command with balanced quotes.
    for (const line of fish.trim().split('\n'))
      expect(line).toMatch(/^complete -c temporary-access-pass -n '[^']+' ([^']|'([^'\\]|\\.)*')*$/)
  })
})
