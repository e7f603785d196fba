import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { rootPath } from '../support/packages.js'

// Runs in the loader's thread, and prints the URL of every requested module.
const loader = `
  import { writeSync } from 'node:fs'
  export async function resolve(specifier, context, next) {
    const resolved = await next(specifier, context)
    writeSync(1, resolved.url + '\\n')
    return resolved
  }
`
const inline = (source: string) => `data:text/javascript,${encodeURIComponent(source)}`
const register = inline(`import { register } from 'node:module'; register(${JSON.stringify(inline(loader))})`)

describe('importing the package', () => {
  it('loads the four dependencies and no module of Node', () => {
    const loaded = modulesLoadedBy('temporary-access-pass')
    expect(packagesIn(loaded)).toEqual(['@noble/ciphers', '@noble/hashes', 'date-fns', 'zod'])
    expect(builtinsIn(loaded)).toEqual([])
  })

  it.each(['memory', 'sqlite', 'contract'])('loads only the package itself for ./%s', (entry) => {
    const loaded = modulesLoadedBy(`temporary-access-pass/${entry}`)
    expect(loaded.filter((url) => !url.includes('/dist/'))).toEqual([])
    expect(loaded).not.toEqual([])
  })

  it.each(['http', 'express'])('loads no module of Node and no further package for ./%s', (entry) => {
    const loaded = modulesLoadedBy(`temporary-access-pass/${entry}`)
    expect(builtinsIn(loaded)).toEqual([])
    const known = packagesIn(modulesLoadedBy('temporary-access-pass'))
    expect(packagesIn(loaded).filter((name) => !known.includes(name))).toEqual([])
  })
})

function modulesLoadedBy(specifier: string): readonly string[] {
  const program = `import ${JSON.stringify(specifier)}`
  const printed = execFileSync(process.execPath, ['--import', register, '--input-type=module', '-e', program], {
    cwd: rootPath,
    encoding: 'utf8',
  })
  return printed.split('\n').filter((line) => line.startsWith('file:') || line.startsWith('node:'))
}

function builtinsIn(urls: readonly string[]): readonly string[] {
  return urls.filter((url) => url.startsWith('node:'))
}

function packagesIn(urls: readonly string[]): readonly string[] {
  const names = urls.flatMap((url) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? [])
  return [...new Set(names)].sort()
}
