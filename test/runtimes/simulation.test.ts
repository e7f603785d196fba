import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { bundle } from '../simulation/planted/bundle.js'
import { rounds } from '../support/rounds.js'
import type { RuntimeName } from './installed.js'
import { programOf } from './installed.js'

/** workerd and browsers have no `setImmediate`, with which the simulation waits for promises. */
const others: readonly RuntimeName[] = ['node22', 'node26', 'bun', 'deno']
const installed = others.flatMap((name) => {
  const program = programOf(name)
  return program === undefined ? [] : [{ name, program }]
})

describe('the simulation', () => {
  let path: string
  let expected: string
  beforeAll(async () => {
    path = await bundle()
    expected = await digestOn(process.execPath, 'node')
    return () => rmSync(dirname(path), { recursive: true })
  })

  it.each(installed)('takes the same steps on $name as on the current Node', async ({ name, program }) => {
    expect(await digestOn(program, name)).toBe(expected)
  })

  /** Returns one number for every port call, answer and moment of the first seeds. */
  async function digestOn(program: string, name: string): Promise<string> {
    const run = name === 'deno' ? ['run', '--no-prompt', '--quiet'] : []
    const seeds = ['seeds', 'everything', '1', String(rounds(4))]
    const { stdout } = await promisify(execFile)(program, [...run, path, ...seeds])
    const { digest, runs } = JSON.parse(stdout)
    return `${runs} runs: ${digest}`
  }
})
