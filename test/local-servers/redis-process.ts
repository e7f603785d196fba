import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { onPath } from '../support/on-path.js'
import { scaled } from '../support/time-limits.js'
import { freePort } from './free-port.js'
import { onProcessEnd } from './left-behind.js'

/** A redis-server of one test. A kill keeps its folder. */
export interface RedisProcess {
  readonly port: number
  readonly url: string
  /** Sends one command over a connection of its own. */
  command(name: string, ...parameters: (string | number)[]): Promise<unknown>
  /** Sends SIGKILL and waits for the end. Does nothing when the server has ended already. */
  kill(): Promise<void>
  /** Starts it again on the same port and data. */
  resume(): Promise<void>
  /** Sends SIGSTOP: connections stay open and no command is answered. */
  freeze(): void
  /** Sends SIGCONT. */
  thaw(): void
  /** Kills it and deletes its folder. */
  stop(): Promise<void>
}

/**
 * Starts a redis-server on a free port and waits until it responds. It writes to the disk before it acknowledges,
 * unless `settings` (as in `redis.conf`) say otherwise.
 */
export async function startRedisProcess(settings: Readonly<Record<string, string>> = {}): Promise<RedisProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'tap-redis-'))
  const port = await freePort()
  const parameters = Object.entries({ ...durableSettings, ...settings, port: String(port), dir: folder }).flatMap(
    ([name, value]) => [`--${name}`, value],
  )
  const log = join(folder, 'log')
  const run = async () => {
    const output = openSync(log, 'a')
    // A process group of its own: a fork that rewrites a file must die with its server.
    const options: SpawnOptions = { stdio: ['ignore', output, output], detached: true }
    const started = spawn(redisServerPath() ?? 'redis-server', parameters, options)
    left.add(started)
    started.once('exit', () => left.delete(started))
    while (!(await answers(port))) {
      if (started.exitCode !== null) throw new Error(`redis-server ended: ${readFileSync(log, 'utf8')}`)
      await setTimeout(10)
    }
    return started
  }
  let running = await run()
  const kill = async () => {
    if (running.exitCode !== null || running.signalCode !== null) return
    const ended = once(running, 'exit')
    killGroup(running)
    await ended
  }
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    command: (name, ...rest) => sendCommand(port, name, ...rest),
    kill,
    async resume() {
      running = await run()
    },
    freeze: () => void running.kill('SIGSTOP'),
    thaw: () => void running.kill('SIGCONT'),
    async stop() {
      await kill()
      // A fork that was rewriting a file may outlive its server by a moment.
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    },
  }
}

// A test run that is interrupted leaves no server behind.
const left = new Set<ChildProcess>()
onProcessEnd(() => {
  for (const started of left) killGroup(started)
})

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // The process had ended.
  }
}

export function redisServerPath(): string | undefined {
  return onPath(['redis-server', 'valkey-server'])
}

const durableSettings = {
  bind: '127.0.0.1',
  'protected-mode': 'no',
  save: '',
  appendonly: 'yes',
  appendfsync: 'always',
  'repl-diskless-sync-delay': '0',
  'repl-ping-replica-period': '1',
}

async function answers(port: number): Promise<boolean> {
  try {
    return (await sendCommand(port, 'PING')) === 'PONG'
  } catch {
    return false
  }
}

async function sendCommand(port: number, name: string, ...parameters: (string | number)[]): Promise<unknown> {
  const client = new Redis({
    port,
    host: '127.0.0.1',
    lazyConnect: true,
    connectTimeout: scaled(60_000),
    retryStrategy: () => null,
  })
  // The command fails with the same error.
  client.on('error', () => {})
  try {
    await client.connect()
    return await client.call(name, ...parameters)
  } finally {
    client.disconnect()
  }
}
