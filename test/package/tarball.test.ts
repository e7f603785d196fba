import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { rootPath } from '../support/packages.js'

interface Packed {
  readonly size: number
  readonly files: readonly { readonly path: string; readonly size: number }[]
}

const [packed] = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: rootPath,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }),
) as readonly [Packed]
const paths = packed.files.map(({ path }) => path)
const entries = Object.values(manifest.exports).flatMap((entry) =>
  typeof entry === 'string' ? [] : [entry.types, entry.default].map((path) => path.replace('./', '')),
)

describe('the tarball', () => {
  it('holds every entry with its types, the program, and the shared chunks; nothing else but what npm always adds', () => {
    const chunks = /^dist\/(cli\/)?[\w-]+-[\w-]{8}\.(js|d\.ts)$/
    const rest = paths.filter((path) => !chunks.test(path))
    const program = ['dist/cli/main.js', 'dist/cli/LICENCES.txt']
    expect(rest.sort()).toEqual(['LICENSE', 'README.md', 'package.json', ...program, ...entries].sort())
  })

  it('stays small: under 300 kB packed; unpacked, under 600 kB what is imported and 400 kB the program', () => {
    const sizeOf = (isWanted: (path: string) => boolean) =>
      packed.files.filter(({ path }) => isWanted(path)).reduce((sum, { size }) => sum + size, 0)
    expect(packed.size).toBeLessThan(300_000)
    expect(sizeOf((path) => !path.startsWith('dist/cli/'))).toBeLessThan(600_000)
    expect(sizeOf((path) => path.startsWith('dist/cli/'))).toBeLessThan(400_000)
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

  it('names no path of the machine that built it', () => {
    for (const path of paths) expect(readFileSync(join(rootPath, path), 'utf8'), path).not.toContain(rootPath)
  })
})
