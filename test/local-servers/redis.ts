import { Redis } from 'ioredis'
import { redisServerPath, startRedisProcess } from './redis-process.js'
import type { DriverName, StoreAddress } from './store-address.js'
import type { ServerKind, StoreServer } from './store-server.js'

/** One redis-server with an append-only file, or the server at TAP_TEST_REDIS_URL. */
export const redis: ServerKind = {
  name: 'Redis',
  drivers: ['ioredis', 'node-redis'],
  missing() {
    if (process.env['TAP_TEST_REDIS_URL'] !== undefined || redisServerPath() !== undefined) return undefined
    return 'redis-server (on the PATH, or a TAP_TEST_REDIS_URL)'
  },
  async start() {
    const url = process.env['TAP_TEST_REDIS_URL']
    return url === undefined ? startOwn() : serverAt(url)
  },
  attach: (url) => serverAt(url),
}

async function startOwn(): Promise<StoreServer> {
  const { port, url, kill, resume, stop } = await startRedisProcess()
  return { url, port, fresh: async (driver = 'ioredis') => freshAddress(driver, url), kill, resume, stop }
}

/** A running server. Each test uses its own key prefixes, and removes its keys at the end. */
function serverAt(url: string): StoreServer {
  const used: string[] = []
  return {
    url,
    port: Number(new URL(url).port || 6379),
    async fresh(driver = 'ioredis') {
      const address = freshAddress(driver, url)
      used.push(String(address.options?.['prefix']))
      return address
    },
    async stop() {
      const client = new Redis(url)
      for (const prefix of used) {
        for await (const names of client.scanStream({ match: `${prefix}*` })) {
          if (names.length > 0) await client.unlink(names)
        }
      }
      client.disconnect()
    },
  }
}

/** Returns an unused prefix. */
export function freshAddress(driver: DriverName, url: string): StoreAddress {
  return { driver, url, options: { prefix: `t${crypto.randomUUID().slice(0, 8)}:` } }
}
