import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serverKinds } from './index.js'
import { keeperVariable } from './shared.js'
import type { StoreServer } from './store-server.js'

const started = new Map<string, Promise<StoreServer>>()

const keeper = createServer((request, response) => {
  urlOf(decodeURIComponent(request.url?.slice(1) ?? '')).then(
    (url) => response.end(url),
    (error: unknown) => response.writeHead(500).end(String(error)),
  )
})

/**
 * Vitest runs this in its main process, before the test files. A server starts when the first file asks for its kind: a
 * run of a single file starts no other.
 */
export async function setup(): Promise<void> {
  keeper.listen(0, '127.0.0.1')
  await once(keeper, 'listening')
  process.env[keeperVariable] = `http://127.0.0.1:${(keeper.address() as AddressInfo).port}/`
}

export async function teardown(): Promise<void> {
  keeper.closeAllConnections()
  keeper.close()
  const servers = await Promise.allSettled(started.values())
  await Promise.all(servers.map((server) => (server.status === 'fulfilled' ? server.value.stop() : undefined)))
}

async function urlOf(name: string): Promise<string> {
  const kind = serverKinds.find((known) => known.name === name)
  if (kind === undefined) throw new RangeError(`There is no kind of server "${name}"`)
  const starting = started.get(name) ?? kind.start()
  started.set(name, starting)
  const { url } = await starting
  if (url === undefined) throw new Error(`${name} has no URL`)
  return url
}
