import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lawChecks } from '../simulation/laws/check-laws.js'
import type { LawId } from '../support/laws.js'
import { laws } from '../support/laws.js'
import { rootPath } from '../support/packages.js'

const entries = Object.entries(laws)

describe('the laws', () => {
  it('are sentences under 90 characters, and no two are the same', () => {
    for (const [id, sentence] of entries) {
      expect(sentence.length, id).toBeLessThan(90)
      expect(sentence, id).toMatch(/^[a-z].*[^.]$/)
    }
    expect(new Set(entries.map(([, sentence]) => sentence)).size).toBe(entries.length)
  })

  it('have no orphan: the simulation checks each, or a test or a model names it', () => {
    const texts = testFiles().map((path) => readFileSync(path, 'utf8'))
    const isNamed = (id: string) => texts.some((text) => text.includes(`laws.${id}`))
    const orphans = entries.map(([id]) => id).filter((id) => !lawChecks[id as LawId] && !isNamed(id))
    expect(orphans).toEqual([])
  })
})

function testFiles(): readonly string[] {
  const folder = join(rootPath, 'test')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|pml)$/.test(path) && !path.includes('node_modules'))
    .map((path) => join(folder, path))
}
