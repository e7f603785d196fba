import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { rootPath } from '../support/packages.js'
import { packed } from '../support/packed.js'

const { size, files } = packed()
const paths = files.map(({ path }) => path)
const entries = Object.values(manifest.exports).flatMap((entry) =>
  typeof entry === 'string' ? [] : [entry.types, entry.default].map((path) => path.replace('./', '')),
)

describe('the tarball', () => {
  it('has exactly the entries, types, program, shared chunks and docs', () => {
    const chunks = /^dist\/(cli\/)?[\w-]+-[\w-]{8}\.(js|d\.ts)$/
    const docs = /^docs\/[\w-]+\.(md|png|svg)$/
    const rest = paths.filter((path) => !chunks.test(path) && !docs.test(path))
    const program = ['dist/cli/main.js', 'dist/cli/LICENCES.txt']
    expect(rest.sort()).toEqual(['LICENSE', 'README.md', 'package.json', ...program, ...entries].sort())
  })

  it('stays under 430 kB packed, and each of its three parts under a limit', () => {
    const sizeOf = (part: RegExp) =>
      files.filter(({ path }) => part.test(path)).reduce((sum, file) => sum + file.size, 0)
    expect(size).toBeLessThan(430_000)
    expect(sizeOf(/^dist\/(?!cli\/)/)).toBeLessThan(800_000)
    expect(sizeOf(/^dist\/cli\//)).toBeLessThan(400_000)
    expect(sizeOf(/^docs\//)).toBeLessThan(400_000)
  })

  it('defines each error class once, however many entries a host imports', () => {
    const source = readFileSync(join(rootPath, 'src/errors.ts'), 'utf8')
    const classes = [...source.matchAll(/class (\w+Error)\b/g)].map(([, name]) => name ?? '')
    const code = paths.filter((path) => path.endsWith('.js')).map((path) => readFileSync(join(rootPath, path), 'utf8'))
    const definitions = code.join('\n').match(/class \w+Error\b|\w+Error = class\b/g) ?? []
    for (const name of classes) {
      expect(
        definitions.filter((definition) => definition.includes(name)),
        name,
      ).toHaveLength(1)
    }
    expect(classes).toContain('TapError')
  })

  it('contains no path of the machine that built it', () => {
    for (const path of paths) expect(readFileSync(join(rootPath, path), 'utf8'), path).not.toContain(rootPath)
  })
})
