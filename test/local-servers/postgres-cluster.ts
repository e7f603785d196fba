import type { ChildProcess } from 'node:child_process'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { scaled } from '../support/time-limits.js'
import { freePort } from './free-port.js'
import { onProcessEnd } from './left-behind.js'

/** A PostgreSQL server of one test: a folder, a port and, mostly, a process. */
export interface PostgresCluster {
  readonly folder: string
  readonly port: number
  /** The URL of the database `postgres` for its superuser. */
  readonly url: string
  /** Starts it and waits until it responds. */
  start(): Promise<void>
  /** Sends SIGKILL to each of its processes, and waits for the end. */
  kill(): Promise<void>
  /** Kills it and deletes its folder. */
  remove(): Promise<void>
}

/** PostgreSQL refuses to run as root, so the account `nobody` runs it. */
const unprivileged: { readonly uid: number; readonly gid: number } | undefined =
  process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined

export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tap-postgres-'))
  if (unprivileged !== undefined) chownSync(folder, unprivileged.uid, unprivileged.gid)
  return folder
}

/** Creates a cluster in a new folder. Its files need no fsync before it runs. */
export async function createCluster(tools: string, settings: readonly string[] = []): Promise<PostgresCluster> {
  const folder = makeFolder()
  await runTool(join(tools, 'initdb'), [
    `--pgdata=${join(folder, 'data')}`,
    ...['--no-sync', '--auth=trust', '--username=postgres', '--encoding=UTF8', '--locale=C'],
  ])
  return clusterIn(folder, tools, settings)
}

/** Returns a cluster whose folder already has its `data`. */
export async function clusterIn(folder: string, tools: string, settings: readonly string[]): Promise<PostgresCluster> {
  const port = await freePort()
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  const log = join(folder, 'log')
  let running: ChildProcess | undefined

  const kill = async () => {
    if (running === undefined) return
    await killAll(running)
    leftBehind.delete(running)
    running = undefined
  }
  return {
    folder,
    port,
    url,
    kill,
    async start() {
      const own = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=500']
      const output = openSync(log, 'a')
      running = spawn(
        join(tools, 'postgres'),
        ['-D', join(folder, 'data'), ...[...own, 'shared_buffers=32MB', ...settings].flatMap((each) => ['-c', each])],
        { ...unprivileged, cwd: folder, stdio: ['ignore', output, output] },
      )
      leftBehind.set(running, folder)
      await untilReady(url, running, log)
    },
    async remove() {
      await kill()
      remove(folder)
    },
  }
}

// An interrupted test run leaves no server and no folder behind.
const leftBehind = new Map<ChildProcess, string>()
onProcessEnd(() => {
  for (const [server, folder] of leftBehind) {
    server.kill('SIGKILL')
    remove(folder)
  }
})

// A process of the server may outlive it by a moment.
function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
}

export async function runTool(path: string, parameters: readonly string[]): Promise<void> {
  await promisify(execFile)(path, [...parameters], { ...unprivileged, cwd: tmpdir() })
}

/** Runs statements one after another on their own connection. Returns the rows of the last. */
export async function administer(url: string, ...statements: readonly string[]): Promise<readonly unknown[]> {
  const client = await connectAsAdministrator(url)
  try {
    let rows: readonly unknown[] = []
    for (const statement of statements) rows = (await client.query(statement)).rows
    return rows
  } finally {
    await client.end()
  }
}

/** Opens a connection. A lost one is noticed at its next statement. */
export async function connectAsAdministrator(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: scaled(60_000) })
  client.on('error', () => {})
  await client.connect()
  return client
}

async function untilReady(url: string, started: ChildProcess, log: string): Promise<void> {
  for (;;) {
    if (started.exitCode !== null) throw new Error(`postgres ended: ${readFileSync(log, 'utf8')}`)
    try {
      await administer(url, 'SELECT 1')
      return
    } catch {
      await setTimeout(20)
    }
  }
}

// Stopped first, so that it starts no process while its processes are listed.
async function killAll(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return
  const ended = once(server, 'exit')
  let children: readonly number[] = []
  if (process.platform === 'linux') {
    process.kill(server.pid, 'SIGSTOP')
    const listed = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8').split(' ')
    children = listed.map(Number).filter((id) => id > 0)
    for (const child of children) killOne(child)
  }
  server.kill('SIGKILL')
  await ended
  // The server cannot restart while any of its processes keeps the shared memory.
  for (const child of children) while (isRunning(child)) await setTimeout(5)
}

function isRunning(id: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${id}/stat`, 'utf8'))
  } catch {
    return false
  }
}

function killOne(id: number): void {
  try {
    process.kill(id, 'SIGKILL')
  } catch {
    // It had ended.
  }
}
