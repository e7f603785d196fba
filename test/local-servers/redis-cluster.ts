import { scaled, until } from '../support/time-limits.js'
import { freePort } from './free-port.js'
import { freshAddress } from './redis.js'
import type { RedisProcess } from './redis-process.js'
import { redisServerPath, startRedisProcess } from './redis-process.js'
import type { ServerKind, StoreServer } from './store-server.js'

const masterCount = 3
const slotCount = 16_384

/** Three masters with one replica each. `kill` and `resume` affect all six. */
export const redisCluster: ServerKind = {
  name: 'Redis Cluster',
  drivers: ['ioredis.Cluster', 'node-redis.cluster'],
  missing: () => (redisServerPath() === undefined ? 'redis-server (on the PATH)' : undefined),
  start: () => startRedisCluster(),
  attach: (url) => ({
    url,
    port: Number(new URL(url).port),
    fresh: async (driver = 'ioredis.Cluster') => freshAddress(driver, url),
    stop: async () => {},
  }),
}

/** A cluster whose masters a test can kill one by one. */
export interface RedisClusterServer extends StoreServer {
  /** Three masters, then their replicas. A failover changes the roles but not this order. */
  readonly nodes: readonly RedisProcess[]
  kill(): Promise<void>
  resume(): Promise<void>
  /** Kills one of the first three, and waits until its replica has taken over and the cluster is complete. */
  killMaster(index: number): Promise<void>
}

/** @param settings - For every node, as in `redis.conf`. */
export async function startRedisCluster(settings: Readonly<Record<string, string>> = {}): Promise<RedisClusterServer> {
  const nodes = await Promise.all(Array.from({ length: masterCount * 2 }, () => startNode(settings)))
  const masters = nodes.slice(0, masterCount)
  const [first] = masters
  if (first === undefined) throw new Error('A cluster has nodes')
  await form(nodes)
  const whole = () => Promise.all(nodes.map((node) => until(() => isWhole(node, nodes.length)))).then(() => {})
  await whole()

  return {
    nodes,
    url: first.url,
    port: first.port,
    fresh: async (driver = 'ioredis.Cluster') => freshAddress(driver, first.url),
    async kill() {
      await Promise.all(nodes.map(({ kill }) => kill()))
    },
    async resume() {
      await Promise.all(nodes.map(({ resume }) => resume()))
      await whole()
    },
    async killMaster(index) {
      const [master, replica] = [masters[index], nodes[index + masterCount]]
      if (master === undefined || replica === undefined) throw new RangeError(`No master ${index}`)
      await master.kill()
      await until(async () => String(await replica.command('INFO', 'replication')).includes('role:master'))
      const alive = nodes.filter((node) => node !== master)
      await Promise.all(alive.map((node) => until(async () => (await stateOf(node)) === 'ok')))
    },
    async stop() {
      await Promise.all(nodes.map(({ stop }) => stop()))
    },
  }
}

const buses = new WeakMap<RedisProcess, number>()

async function startNode(settings: Readonly<Record<string, string>>): Promise<RedisProcess> {
  const bus = await freePort()
  const node = await startRedisProcess({
    'cluster-enabled': 'yes',
    // A slow response on a busy machine must not count as a failure.
    'cluster-node-timeout': String(scaled(2_000)),
    'cluster-port': String(bus),
    ...settings,
  })
  buses.set(node, bus)
  return node
}

async function form(nodes: readonly RedisProcess[]): Promise<void> {
  const [first, ...others] = nodes
  if (first === undefined) return
  for (const [index, node] of nodes.entries()) await node.command('CLUSTER', 'SET-CONFIG-EPOCH', index + 1)
  for (const { command } of others) await command('CLUSTER', 'MEET', '127.0.0.1', first.port, buses.get(first) ?? 0)
  await Promise.all(nodes.map((node) => until(async () => (await knownTo(node)) === nodes.length)))
  for (const [index, master] of nodes.slice(0, masterCount).entries()) {
    const [from, to] = [
      Math.floor((slotCount * index) / masterCount),
      Math.floor((slotCount * (index + 1)) / masterCount) - 1,
    ]
    await master.command('CLUSTER', 'ADDSLOTSRANGE', from, to)
    const replica = nodes[index + masterCount]
    await replica?.command('CLUSTER', 'REPLICATE', String(await master.command('CLUSTER', 'MYID')))
  }
}

async function isWhole(node: RedisProcess, size: number): Promise<boolean> {
  const replication = String(await node.command('INFO', 'replication'))
  const isLinked = replication.includes('role:master')
    ? /connected_slaves:[1-9]/.test(replication)
    : replication.includes('master_link_status:up')
  return isLinked && (await stateOf(node)) === 'ok' && (await knownTo(node)) === size
}

const stateOf = async (node: RedisProcess) => /cluster_state:(\w+)/.exec(await infoOf(node))?.[1]
const knownTo = async (node: RedisProcess) => Number(/cluster_known_nodes:(\d+)/.exec(await infoOf(node))?.[1])
const infoOf = async (node: RedisProcess) => String(await node.command('CLUSTER', 'INFO'))

/** Moves the slot of one key with its content to the next of the first three nodes. */
export async function moveSlot({ nodes }: RedisClusterServer, key: string): Promise<void> {
  const masters = nodes.slice(0, masterCount)
  const slot = Number(await masters[0]?.command('CLUSTER', 'KEYSLOT', key))
  const serving = await Promise.all(
    masters.map(async (node) => isServing(String(await node.command('CLUSTER', 'NODES')), slot)),
  )
  const from = masters[serving.indexOf(true)]
  const to = masters[(serving.indexOf(true) + 1) % masterCount]
  if (from === undefined || to === undefined) throw new Error(`No node serves slot ${slot}`)
  const [fromId, toId] = [String(await from.command('CLUSTER', 'MYID')), String(await to.command('CLUSTER', 'MYID'))]
  await to.command('CLUSTER', 'SETSLOT', slot, 'IMPORTING', fromId)
  await from.command('CLUSTER', 'SETSLOT', slot, 'MIGRATING', toId)
  const keys = (await from.command('CLUSTER', 'GETKEYSINSLOT', slot, 1_000)) as readonly string[]
  await from.command('MIGRATE', '127.0.0.1', to.port, '', 0, scaled(60_000), 'KEYS', ...keys)
  for (const node of [to, from]) await node.command('CLUSTER', 'SETSLOT', slot, 'NODE', toId)
}

// A line of CLUSTER NODES: eight columns, then slots as `7` or `7-9`.
function isServing(nodes: string, slot: number): boolean {
  const own = nodes.split('\n').find((line) => line.includes('myself')) ?? ''
  return own
    .split(' ')
    .slice(8)
    .map((range) => range.split('-').map(Number))
    .some(([from = Number.NaN, to = from]) => from <= slot && slot <= to)
}
