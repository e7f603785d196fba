import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { createApp } from './app.js'
import { issueBootstrapPass, welcome } from './bootstrap.js'
import { loadRootKey } from './root-key.js'

const { env } = process
const port = Number(env['PORT'] ?? 3000)
const host = env['HOST'] ?? 'localhost'
const folder = env['DATA_FOLDER'] ?? fileURLToPath(new URL('../data', import.meta.url))

const logger = pino({ level: env['LOG_LEVEL'] ?? 'warn' })

mkdirSync(folder, { recursive: true, mode: 0o700 })
const server = createServer(async (request, response) => (await opening).express(request, response))
server.on('error', (error: NodeJS.ErrnoException) => {
  const isTaken = error.code === 'EADDRINUSE'
  process.stderr.write(isTaken ? `Port ${port} is taken: try PORT=${port + 1} npm start\n` : `${error.message}\n`)
  process.exit(1)
})
server.listen(port, host)
await once(server, 'listening')

// With `PORT=0` the system chooses the port when the server listens. Passkeys and links need that port.
const origin = env['ORIGIN'] ?? `http://localhost:${(server.address() as AddressInfo).port}`
const opening = createApp({
  databaseFile: env['DATABASE_FILE'] ?? join(folder, 'idp.sqlite'),
  databaseUrl: env['DATABASE_URL'],
  rootKey: loadRootKey(join(folder, 'tap.key'), env['TAP_KEY']),
  origin,
  clock: Date.now,
  logger,
  signInsPerMinute: 30,
  trustProxy: env['TRUST_PROXY'],
})

const app = await opening
const isPassWanted = app.isNew || process.argv.includes('--bootstrap')
process.stdout.write(welcome(origin, isPassWanted ? await issueBootstrapPass(app) : undefined))

// Deletes passes whose retention is over, and retries notices and review messages that could not be sent.
setInterval(() => void attempt('sweep', () => app.tap.maintenance.sweep()), 3_600_000).unref()
setInterval(() => void attempt('sendNotices', sendNotices), 60_000).unref()
setInterval(() => void attempt('requests.maintain', maintainRequests), 60_000).unref()

async function sendNotices(): Promise<void> {
  let cursor: string | undefined
  do {
    const page = await app.tap.maintenance.sendNotices({ cursor })
    cursor = page.cursor
  } while (cursor !== undefined)
}

async function maintainRequests(): Promise<void> {
  let cursor: string | undefined
  do {
    const page = await app.requests.maintain({ cursor })
    cursor = page.cursor
  } while (cursor !== undefined)
}

async function attempt(job: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    logger.error({ err: error, job }, 'The job failed and runs again at its next interval')
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close(async () => {
      await app.close()
      process.exit(0)
    })
    server.closeAllConnections()
  })
}
