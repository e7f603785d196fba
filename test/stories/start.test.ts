import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { rootPath } from '../support/packages.js'
import { until } from '../support/time-limits.js'

const program = join(rootPath, 'examples/express-idp/src/server.ts')

it('prints the real port with PORT=0, and serves the sign-in page there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'express-idp-'))
  const env = { ...process.env, PORT: '0', DATA_FOLDER: folder }
  const server = spawn(process.execPath, ['--import', 'tsx', program], { cwd: rootPath, env })
  let output = ''
  server.stdout.on('data', (text) => {
    output += text
  })
  try {
    await until(() => output.includes('with pass') || server.exitCode !== null)
    const [, origin = ''] = /Open +(http:\/\/localhost:[1-9]\d*)\n/.exec(output) ?? []
    const response = await fetch(`${origin}/sign-in`)
    expect(response.status).toBe(200)
  } finally {
    if (server.exitCode === null) {
      const isOver = once(server, 'exit')
      server.kill()
      await isOver
    }
    rmSync(folder, { recursive: true })
  }
})
