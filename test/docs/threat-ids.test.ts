import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { rootPath } from '../support/packages.js'

it('docs/threat-model.md explains every threat id that a test title names', () => {
  const page = readFileSync(join(rootPath, 'docs', 'threat-model.md'), 'utf8')
  const explained = [...page.matchAll(/^\| (T-\d+) \|/gm)].map(([, id]) => id)
  expect(
    testFiles()
      .flatMap(threatIds)
      .filter((id) => !explained.includes(id)),
  ).toEqual([])
})

function testFiles(): readonly string[] {
  const names = readdirSync(join(rootPath, 'test'), { recursive: true, encoding: 'utf8' })
  return names.filter((name) => name.endsWith('.test.ts') && !name.includes('node_modules'))
}

/** Returns the ids at the beginning of titles, such as `T-19`. */
function threatIds(name: string): readonly string[] {
  const text = readFileSync(join(rootPath, 'test', name), 'utf8')
  return [...text.matchAll(/['"`](?:[A-Z]+-\d+ )?(T-\d\d) /g)].map(([, id = '']) => id)
}
