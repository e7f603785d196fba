import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { rootPath } from '../support/packages.js'

const textOf = (path: string): string => readFileSync(join(rootPath, path), 'utf8')
const page = textOf('docs/CONTRIBUTING.md')

describe('docs/CONTRIBUTING.md', () => {
  it('contains a first test that is in the repository', () => {
    expect(page).toContain(textOf('test/example.test.ts'))
  })

  it('names only files and folders that exist', () => {
    const named = [...page.matchAll(/`((?:src|adapters|test|bench|examples|docs|[.](?:ci|github))\/[^`<* ]+)`/g)]
    const paths = named.map(([, path = '']) => path).filter((path) => path !== 'test/first.test.ts')
    expect(paths.length).toBeGreaterThan(50)
    expect(paths.filter((path) => !existsSync(join(rootPath, path)))).toEqual([])
  })

  it('names only scripts of package.json, and every check', () => {
    const scripts = Object.keys(manifest.scripts)
    const named = [...page.matchAll(/npm run ([\w:]+)|`(check:\w+|release:\w+)`/g)].map(([, run, name]) => run ?? name)
    expect(named.filter((name) => name === undefined || !scripts.includes(name))).toEqual([])
    expect(named).toEqual(expect.arrayContaining(scripts.filter((name) => name.startsWith('check:'))))
  })
})
