import type { ChildProcess } from 'node:child_process'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, chownSync, constants, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createConnection } from 'mysql2/promise'
import { freePort } from './free-port.js'
import { onProcessEnd } from './left-behind.js'
import { openMysql } from './open-mysql.js'
import type { DriverName, StoreAddress } from './store-address.js'
import type { ServerKind, StoreServer } from './store-server.js'

/** MariaDB, or the compatible server at TAP_TEST_MARIADB_URL (its account must be allowed to create databases). */
export const mariadb: ServerKind = {
  name: 'MariaDB',
  drivers: ['mysql2', 'mariadb'],
  missing() {
    if (process.env['TAP_TEST_MARIADB_URL'] !== undefined || (daemon() && installer())) return undefined
    return 'mariadbd and mariadb-install-db (apt-get install mariadb-server), or a TAP_TEST_MARIADB_URL'
  },
  async start() {
    const url = process.env['TAP_TEST_MARIADB_URL']
    return url === undefined ? startOwn() : serverAt(new URL(url))
  },
  attach: (url) => serverAt(new URL(url)),
}

/** A server with its own process and folder, which a test can kill and restart. */
async function startOwn(): Promise<StoreServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tap-mariadb-'))
  const data = join(folder, 'data')
  mkdirSync(data)
  for (const path of [folder, data]) if (unprivileged !== undefined) chownSync(path, unprivileged.uid, unprivileged.gid)
  await promisify(execFile)(
    installer() ?? '',
    [
      '--no-defaults',
      `--datadir=${data}`,
      `--tmpdir=${folder}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      ...smallSettings,
    ],
    { ...unprivileged, cwd: folder },
  )
  const port = await freePort()
  const url = new URL(`mysql://root@127.0.0.1:${port}`)
  const log = join(folder, 'log')
  const run = async () => {
    const started = spawnServer(folder, port, log)
    leftBehind.set(started, folder)
    started.once('exit', () => leftBehind.delete(started))
    await untilReady(url, started, log)
    return started
  }
  let running = await run()
  const kill = async () => {
    if (running.exitCode !== null || running.signalCode !== null) return
    const ended = once(running, 'exit')
    running.kill('SIGKILL')
    await ended
  }
  return {
    ...serverAt(url),
    kill,
    async resume() {
      running = await run()
    },
    async stop() {
      await kill()
      rmSync(folder, { recursive: true })
    },
  }
}

// An interrupted test run leaves no server and no folder behind.
const leftBehind = new Map<ChildProcess, string>()
onProcessEnd(() => {
  for (const [server, folder] of leftBehind) {
    server.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
})

/** A running server. A test only creates databases on it, and drops them at the end. */
function serverAt(url: URL): StoreServer {
  const created: string[] = []
  return {
    url: url.href,
    port: Number(url.port || 3306),
    async fresh(driver: DriverName = 'mysql2') {
      const database = `tap_${crypto.randomUUID().replaceAll('-', '')}`
      await administer(url, [`CREATE DATABASE ${database}`])
      created.push(database)
      const address: StoreAddress = { driver, url: new URL(database, `${url.href.replace(/\/*$/, '')}/`).href }
      const { close, store } = await openMysql(address)
      await store.createSchema()
      await close()
      return address
    },
    async stop() {
      await administer(
        url,
        created.map((database) => `DROP DATABASE ${database}`),
      )
    },
  }
}

/** Runs statements on a connection of their own. */
export async function administer(url: URL | string, statements: readonly string[]): Promise<void> {
  const connection = await createConnection(String(url))
  for (const statement of statements) await connection.query(statement)
  await connection.end()
}

// Small limits, because a test run starts several servers. The durability settings are the defaults.
const smallSettings: readonly string[] = [
  '--innodb-buffer-pool-size=16M',
  '--innodb-log-file-size=16M',
  '--skip-name-resolve',
]

function spawnServer(folder: string, port: number, log: string): ChildProcess {
  const output = openSync(log, 'a')
  const own = [
    `--datadir=${join(folder, 'data')}`,
    // A server deletes the files of other servers in a shared folder when it starts.
    `--tmpdir=${folder}`,
    `--socket=${join(folder, 'socket')}`,
    `--pid-file=${join(folder, 'pid')}`,
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    '--max-connections=500',
  ]
  return spawn(daemon() ?? '', ['--no-defaults', ...own, ...smallSettings], {
    ...unprivileged,
    cwd: folder,
    stdio: ['ignore', output, output],
  })
}

async function untilReady(url: URL, started: ChildProcess, log: string): Promise<void> {
  for (;;) {
    if (started.exitCode !== null) throw new Error(`mariadbd ended: ${readFileSync(log, 'utf8')}`)
    try {
      return await administer(url, ['SELECT 1'])
    } catch {
      await setTimeout(25)
    }
  }
}

// MariaDB refuses to run as root, so the account `nobody` runs it.
const unprivileged = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined

const daemon = () => executable(['mariadbd'])
const installer = () => executable(['mariadb-install-db'])

function executable(names: readonly string[]): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
