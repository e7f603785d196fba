import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { rootPath } from '../support/packages.js'
import { extractSnippets, isPrintedAsWritten } from '../support/snippets.js'
import type { Visitor } from './support/browser.js'
import { launch, visitor } from './support/browser.js'

const guide = readFileSync(join(rootPath, 'docs/getting-started.md'), 'utf8')
const file = extractSnippets(guide).at(-1)?.code ?? ''
const [, printed = ''] = /## 5\.[\s\S]*?```text\n([\s\S]*?)```/.exec(guide) ?? []

describe('the file of the getting-started guide, in a browser', () => {
  let browser: Browser
  let folder: string
  let server: ChildProcess
  let origin: string
  let output = ''
  let ada: Visitor

  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser.close())

  beforeEach(async () => {
    const port = await freePort()
    origin = `http://localhost:${port}`
    // Inside the repository, so that `temporary-access-pass` is the package that was just built.
    folder = mkdtempSync(join(rootPath, '.tap-snippets-'))
    writeFileSync(join(folder, 'app.ts'), file)
    const env = { ...process.env, PORT: String(port) }
    server = spawn(process.execPath, ['--import', 'tsx', 'app.ts'], { cwd: folder, env })
    server.stdout?.on('data', (text) => {
      output += text
    })
    await vi.waitUntil(() => output.includes(`Open ${origin}/sign-in`), { timeout: 30_000 })
    ada = await visitor(browser, origin)
  })
  afterEach(async () => {
    await ada.close()
    const isOver = once(server, 'exit')
    server.kill()
    await isOver
    rmSync(folder, { recursive: true })
  })

  it('registers a passkey, and signs out when the pass is deleted', async () => {
    const { page } = ada
    const [, code = ''] = /is (\S+) for 60 minutes/.exec(output) ?? []
    await page.goto('/sign-in')
    await page.getByLabel('Name').fill('ada@example.com')
    await page.getByLabel('Code').fill(code)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Signed in as ada.').waitFor()

    await page.getByRole('link', { name: 'Register a passkey' }).click()
    await page.getByRole('button', { name: 'Register a passkey' }).click()
    await page.getByText('The passkey is registered.').waitFor()

    server.stdin?.write('\n')
    await vi.waitUntil(() => output.includes('pass.deleted'))
    await page.goto('/')
    await page.getByRole('button', { name: 'Sign in' }).waitFor()

    const expected = printed.replace('http://localhost:3000', origin)
    expect(isPrintedAsWritten(output, expected) ? expected : output).toBe(expected)
    expect(ada.complaints()).toEqual([])
  })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
