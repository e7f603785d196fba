import { describe, expect, it } from 'vitest'
import { docFaults } from './doc-faults.js'
import { languageFaults } from './language-faults.js'
import { nameClashes } from './name-clashes.js'
import { retiredIdentifiers, retiredPhrases } from './retired-words.js'

describe('a retired phrase', () => {
  it('is reported with its line and its replacement', () => {
    expect(languageFaults('docs/page.md', 'A user.\nWhoever asks, waits.')).toEqual([
      { path: 'docs/page.md', line: 2, found: 'Whoever', use: expect.stringContaining('requester') },
    ])
  })

  it('is reported in a test only where a title has it', () => {
    const test = "// somebody\nit('tells nobody', () => {})"
    expect(languageFaults('test/a.test.ts', test).map(({ line, found }) => [line, found])).toEqual([[2, 'nobody']])
  })

  it('is not a plain sentence', () => {
    expect(languageFaults('docs/page.md', 'The grant ends with the pass. The user is out of office.')).toEqual([])
  })

  it('has a replacement, and no other retired phrase in it', () => {
    for (const { use } of [...retiredPhrases, ...retiredIdentifiers]) {
      expect(use).not.toBe('')
      expect(languageFaults('docs/page.md', use.replace(/"[^"]*"/g, ''))).toEqual([])
    }
  })
})

describe('a retired identifier', () => {
  it('is reported in code, not in documentation', () => {
    expect(languageFaults('src/a.ts', 'const mostPlaces = 3').map(({ found }) => found)).toEqual(['mostPlaces'])
    expect(languageFaults('docs/page.md', 'mostPlaces')).toEqual([])
  })
})

describe('the documentation of an exported function', () => {
  it('begins with a verb in the third person', () => {
    const text = '/** Returns it. */\nexport function a() {}\n/** May it? */\nexport function b() {}'
    expect(docFaults('src/a.ts', text)).toEqual([{ path: 'src/a.ts', line: 4, name: 'b', begins: 'May' }])
  })

  it('may be absent, or consist of tags', () => {
    expect(docFaults('src/a.ts', '/** @throws `Error` */\nexport function a() {}\nexport function b() {}')).toEqual([])
  })
})

describe('a name', () => {
  it('clashes where two files export it, or a private type borrows it', () => {
    const files = new Map([
      ['a.ts', 'export interface Page {}\nexport function run() {}\ninterface Body {}'],
      ['b.ts', 'interface Page {}\nexport function run() {}\ninterface Body {}\nfunction Pages() {}'],
    ])
    expect(nameClashes(files)).toEqual([
      { name: 'Page', paths: ['a.ts', 'b.ts'] },
      { name: 'run', paths: ['a.ts', 'b.ts'] },
    ])
  })
})
