import { describe, expect, it } from 'vitest'
import { extractSnippets, isPrintedAsWritten } from './snippets.js'

const fence = '```'

describe('extractSnippets', () => {
  const page = [
    'Text',
    `${fence}ts`,
    'one()',
    'two()',
    fence,
    '',
    `${fence}text`,
    'printed',
    fence,
    `${fence}ts no-run`,
    '// tap.ts',
    fence,
    'Between.',
    `${fence}text`,
    'not its output',
    fence,
    `${fence}sh`,
    'npm install',
    fence,
  ].join('\n')

  it('finds only ts blocks, with their line, name and the output below', () => {
    expect(extractSnippets(page)).toEqual([
      { line: 3, fileName: 'line-3.ts', code: 'one()\ntwo()', isRun: true, output: 'printed' },
      { line: 11, fileName: 'tap.ts', code: '// tap.ts', isRun: false, output: undefined },
    ])
  })

  it('appends a block marked `more` to the file before it', () => {
    const story = [
      `${fence}ts`,
      'one()',
      fence,
      `${fence}text`,
      '1',
      fence,
      `${fence}ts more`,
      'two()',
      fence,
      `${fence}ts more`,
      'three()',
      fence,
      `${fence}text`,
      '3',
      fence,
    ].join('\n')
    expect(extractSnippets(story).map(({ code, output }) => ({ code, output }))).toEqual([
      { code: 'one()', output: '1' },
      { code: 'one()\n\ntwo()', output: '1' },
      { code: 'one()\n\ntwo()\n\nthree()', output: '1\n3' },
    ])
  })

  it('ignores a block that is quoted inside a longer fence', () => {
    expect(extractSnippets(`${fence}\`md\n${fence}ts\nquoted()\n${fence}\n${fence}\``)).toEqual([])
  })

  it('refuses a block that is never closed', () => {
    expect(() => extractSnippets(`${fence}ts\nopen()`)).toThrow('line 2')
  })
})

describe('isPrintedAsWritten', () => {
  it('treats … as any text within a line, and everything else literally', () => {
    expect(isPrintedAsWritten('code K7MQ (ok)\nend\n', 'code … (ok)\nend')).toBe(true)
    expect(isPrintedAsWritten('code K7MQ\n(ok)', 'code … (ok)')).toBe(false)
    expect(isPrintedAsWritten('code  (ok)', 'code … (no)')).toBe(false)
    expect(isPrintedAsWritten('axb', 'a.b')).toBe(false)
    expect(isPrintedAsWritten('a\nb', 'a')).toBe(false)
  })
})
