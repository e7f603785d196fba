import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { rootPath } from '../support/packages.js'
import type { Bump } from './changesets.js'
import { changesetName, changesetText, nextVersion, parseChangeset, withVersion } from './changesets.js'

const change = (bump: Bump, summary = 'A change.') => ({ bump, summary })

describe('a changeset', () => {
  it('is read as it was written, also over several lines', () => {
    const written = change('minor', '`tap.passes.list` accepts a `limit`.\n\nDefault: 100.')
    expect(parseChangeset('a.md', changesetText(written))).toEqual(written)
  })

  it.each(['', 'A change.', '---\n"another": minor\n---\n\nA change.', changesetText(change('minor', ''))])(
    'is refused in any other form, by the name of its file: %j',
    (text) => {
      expect(() => parseChangeset('.changeset/a.md', text)).toThrow('.changeset/a.md is no changeset')
    },
  )

  it('gets its file name from its first words', () => {
    expect(changesetName('`tap.passes.list` accepts a `limit`, as Graph does')).toBe(
      'tap-passes-list-accepts-a-limit.md',
    )
  })

  it('can be read, each that is pending in this repository', () => {
    const folder = join(rootPath, '.changeset')
    for (const file of readdirSync(folder).filter((name) => name !== 'README.md')) {
      expect(() => parseChangeset(file, readFileSync(join(folder, file), 'utf8'))).not.toThrow()
    }
  })
})

describe('the next version', () => {
  it.each([
    [['patch'], '1.2.4'],
    [['patch', 'minor'], '1.3.0'],
    [['minor', 'major', 'patch'], '2.0.0'],
  ] as const)('follows the greatest of the changes: %j', (found, expected) => {
    expect(
      nextVersion(
        '1.2.3',
        found.map((bump) => change(bump)),
      ),
    ).toBe(expected)
  })

  it('is a section above the older ones, below the introduction', () => {
    const changelog = '# Changelog\n\nAll changes.\n\n## 1.2.3\n\n- Old.\n'
    const changes = [change('patch', 'A fix.'), change('minor', 'A call.\n\nMore of it.')]
    expect(withVersion(changelog, '1.3.0', changes)).toBe(
      '# Changelog\n\nAll changes.\n\n## 1.3.0\n\n### Minor changes\n\n- A call.\n\n  More of it.\n\n### Patch changes\n\n- A fix.\n\n## 1.2.3\n\n- Old.\n',
    )
  })
})
