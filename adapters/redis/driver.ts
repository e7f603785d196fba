import type { IoRedisClient, NodeRedisClient, NodeRedisCluster, RedisClient } from './client.js'
import { redisFailure } from './failure.js'

/** A script with its keys and arguments. In a cluster, all keys must be in one slot. */
export interface RedisScriptCall {
  readonly script: string
  readonly keys: readonly string[]
  readonly parameters: readonly string[]
}

/** One interface over all clients. */
export interface RedisDriver {
  readonly isCluster: boolean
  /** Runs a script on the master of its keys. No client sends EVAL to a replica, whatever its options for reads. */
  run(call: RedisScriptCall): Promise<unknown>
  /** Sends a command, a script and more commands on one connection, and returns one reply for each. */
  runWith(before: RedisCommand, call: RedisScriptCall, after: readonly RedisCommand[]): Promise<readonly unknown[]>
  /** Sends a command to every master. */
  askMasters(command: RedisCommand): Promise<readonly unknown[]>
}

type RedisCommand = readonly [string, ...string[]]

/** @throws `TypeError` for any other client. */
export function redisDriver(client: RedisClient): RedisDriver {
  if (has(client, 'call') && has(client, 'pipeline')) return ioRedisDriver(client as IoRedisClient)
  if (has(client, 'nodeClient') && has(client, 'multi')) return nodeRedisClusterDriver(client as NodeRedisCluster)
  if (has(client, 'sendCommand') && has(client, 'multi')) return nodeRedisDriver(client as NodeRedisClient)
  throw new TypeError(
    '"client" must be a client of ioredis or node-redis: a Redis, a Cluster, or what createClient, createClientPool or createCluster returns',
  )
}

function has(client: unknown, method: string): boolean {
  return typeof (client as Readonly<Record<string, unknown>> | null | undefined)?.[method] === 'function'
}

function ioRedisDriver(client: IoRedisClient): RedisDriver {
  const failing = createResendWatch(client)
  return {
    isCluster: client.isCluster,
    run: ({ script, keys, parameters }) => failing(() => client.eval(script, keys.length, ...keys, ...parameters)),
    runWith: (before, { script, keys, parameters }, after) =>
      failing(async () => {
        const pipeline = client.pipeline()
        pipeline.call(...before)
        pipeline.eval(script, keys.length, ...keys, ...parameters)
        for (const command of after) pipeline.call(...command)
        const replies = await pipeline.exec()
        return (replies ?? []).map(([error, reply]) => {
          if (error !== null) throw error
          return reply
        })
      }),
    askMasters: (command) => Promise.all((client.nodes?.('master') ?? [client]).map((node) => node.call(...command))),
  }
}

type Failing = <Result>(work: () => Promise<Result>) => Promise<Result>

// ioredis sends a script again if its connection is lost before the reply. A refusal is then the reply to the second time,
// and the first may have written. Every lost connection is an event of a `Redis`, or of the `Cluster`.
function createResendWatch(client: IoRedisClient): Failing {
  let losses = 0
  const count = () => {
    losses += 1
  }
  client.on('close', count)
  client.on('-node', count)
  return async (work) => {
    const before = losses
    try {
      return await work()
    } catch (error) {
      throw losses === before ? redisFailure(error) : error
    }
  }
}

// node-redis rejects what it has sent when it loses the connection, and never sends it again.
const failingAsRefused: Failing = async (work) => {
  try {
    return await work()
  } catch (error) {
    throw redisFailure(error)
  }
}

function nodeRedisDriver(client: NodeRedisClient): RedisDriver {
  return {
    isCluster: false,
    run: (call) => failingAsRefused(() => client.eval(call.script, nodeRedisOptions(call))),
    runWith: (before, call, after) =>
      failingAsRefused(async () => {
        const pipeline = client.multi()
        pipeline.addCommand([...before])
        pipeline.eval(call.script, nodeRedisOptions(call))
        for (const command of after) pipeline.addCommand([...command])
        return pipeline.execAsPipeline()
      }),
    askMasters: async (command) => [await client.sendCommand([...command])],
  }
}

function nodeRedisClusterDriver(client: NodeRedisCluster): RedisDriver {
  return {
    isCluster: true,
    run: (call) => failingAsRefused(() => client.eval(call.script, nodeRedisOptions(call))),
    runWith: (before, call, after) =>
      failingAsRefused(async () => {
        const pipeline = client.multi(call.keys[0])
        pipeline.addCommand(undefined, false, [...before])
        pipeline.eval(call.script, nodeRedisOptions(call))
        for (const command of after) pipeline.addCommand(undefined, false, [...command])
        return pipeline.execAsPipeline()
      }),
    askMasters: (command) =>
      Promise.all(
        client.masters.map(async (master) => {
          const node = await client.nodeClient(master)
          return node.sendCommand([...command])
        }),
      ),
  }
}

function nodeRedisOptions({ keys, parameters }: RedisScriptCall): { keys: string[]; arguments: string[] } {
  return { keys: [...keys], arguments: [...parameters] }
}
