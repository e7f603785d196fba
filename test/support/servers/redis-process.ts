import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { onPath } from '../on-path.js'

/** One redis-server of a test, in a folder of its own, which outlives a kill. */
export interface RedisProcess {
  readonly port: number
  readonly url: string
  /** Sends one command over a connection of its own. */
  command(name: string, ...parameters: (string | number)[]): Promise<unknown>
  /** SIGKILL, and waits for the end. Nothing happens when it has ended already. */
  kill(): Promise<void>
  /** Starts it again on the same port and data. */
  resume(): Promise<void>
  /** SIGSTOP: connections stay open, and nothing answers. */
  freeze(): void
  /** SIGCONT. */
  thaw(): void
  /** Kills it and deletes its folder. */
  stop(): Promise<void>
}

/**
 * Starts a redis-server on a free port and waits until it answers. Every write is on the disk before it is acknowledged,
 * unless `settings` say otherwise, as `redis.conf` has them.
 */
export async function startRedisProcess(settings: Readonly<Record<string, string>> = {}): Promise<RedisProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'tap-redis-'))
  const port = await freePort()
  const parameters = Object.entries({ ...DURABLE, ...settings, port: String(port), dir: folder }).flatMap(
    ([name, value]) => [`--${name}`, value],
  )
  const log = join(folder, 'log')
  const run = async () => {
    const output = openSync(log, 'a')
    const started = spawn(redisServerPath() ?? 'redis-server', parameters, { stdio: ['ignore', output, output] })
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
    running.kill('SIGKILL')
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
      // A child that was rewriting its append-only file may outlive it by a moment.
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
    },
  }
}

// A test run that is interrupted leaves no server behind.
const left = new Set<ChildProcess>()
process.once('exit', () => {
  for (const started of left) started.kill('SIGKILL')
})

export function redisServerPath(): string | undefined {
  return onPath(['redis-server', 'valkey-server'])
}

const DURABLE = {
  bind: '127.0.0.1',
  'protected-mode': 'no',
  save: '',
  appendonly: 'yes',
  appendfsync: 'always',
  'repl-diskless-sync-delay': '0',
  'repl-ping-replica-period': '1',
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('A listening server has a port')
  return address.port
}

async function answers(port: number): Promise<boolean> {
  try {
    return (await sendCommand(port, 'PING')) === 'PONG'
  } catch {
    return false
  }
}

async function sendCommand(port: number, name: string, ...parameters: (string | number)[]): Promise<unknown> {
  const client = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: () => null })
  // The command fails as well, and says so.
  client.on('error', () => {})
  try {
    await client.connect()
    return await client.call(name, ...parameters)
  } finally {
    client.disconnect()
  }
}
