import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { documentKinds } from '../../src/core/documents/document-kinds.js'
import { rootPath } from '../support/packages.js'

interface ImportRules {
  readonly forbidden: readonly { readonly name: string; readonly comment?: string }[]
}

const page = readFileSync(join(rootPath, 'docs/ARCHITECTURE.md'), 'utf8')
const codes = [...page.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)
const rules: ImportRules = createRequire(import.meta.url)('../../.dependency-cruiser.cjs')

it('every import rule says what it forbids in a sentence', () => {
  expect(rules.forbidden.filter(({ comment = '' }) => !/^[A-Z].*\.$/.test(comment))).toEqual([])
})

describe('docs/ARCHITECTURE.md', () => {
  it('has at most 1,500 words', () => {
    expect(page.split(/\s+/).filter(Boolean).length).toBeLessThanOrEqual(1_500)
  })

  it('names only paths that exist', () => {
    const paths = codes.filter(
      (code) => /^(src|adapters|test|bench|examples|\.biome)\//.test(code) && !code.includes('<'),
    )
    expect(paths.length).toBeGreaterThan(20)
    expect(paths.filter((path) => !existsSync(join(rootPath, path)))).toEqual([])
  })

  it('names only import rules that exist', () => {
    const named = codes.filter(
      (code) => /^[a-z]+(-[a-z]+)+$/.test(code) && !existsSync(join(rootPath, 'src/core', code)),
    )
    const known = new Set(rules.forbidden.map(({ name }) => name))
    const others = new Set(['temporary-access-pass'])
    expect(named.filter((name) => !known.has(name) && !others.has(name))).toEqual([])
  })

  it('names only commands that exist', () => {
    const commands = codes.flatMap((code) => /^npm run (\S+)$/.exec(code)?.[1] ?? [])
    expect(commands.filter((command) => !Object.hasOwn(manifest.scripts, command))).toEqual([])
  })

  it('has a row for every noun of the core', () => {
    const nouns = readdirSync(join(rootPath, 'src/core'))
    expect(firstCells('| Noun of')).toEqual(nouns.toSorted())
  })

  it('has a row for every kind of stored document', () => {
    expect(firstCells('| Kind').toSorted()).toEqual(documentKinds.map(({ kind }) => kind).toSorted())
  })
})

/** Returns the first cell of each row, without its backquotes. */
function firstCells(header: string): readonly string[] {
  const lines = page.split('\n')
  const start = lines.findIndex((line) => line.startsWith(header))
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'))
  return lines.slice(start + 2, end).map((line) => (line.split('|')[1] ?? '').replaceAll('`', '').trim())
}
