import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RuntimeName } from '../runtimes/installed.js'
import { programOf } from '../runtimes/installed.js'
import { rootPath } from '../support/packages.js'

// The repository compiles with one version. Its users have others, from the oldest supported one to the newest.
const compilers = (['typescript5', 'typescript7'] satisfies RuntimeName[]).flatMap((name) => {
  const path = programOf(name)
  return path === undefined ? [] : [{ path, version: run(path, '--version').trim() }]
})

describe('type declarations', () => {
  for (const { path, version } of compilers) {
    it(`compile with another compiler: ${version}`, () => {
      expect(run(path, '-p', join(rootPath, 'test/types/consumer'))).toBe('')
    })
  }

  it('are checked with the compiler of the build', () => {
    expect(run(join(rootPath, 'node_modules/typescript/bin/tsc'), '-p', join(rootPath, 'test/types/consumer'))).toBe('')
  })
})

function run(compiler: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, ...args], { encoding: 'utf8' })
  return status === 0 ? stdout : `${compiler} ended with ${status}\n${stdout}${stderr}`
}
