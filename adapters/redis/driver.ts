/** Any of the clients this store takes. They are told apart by their shape. */
export type RedisClient = IoRedisClient | NodeRedisClient | NodeRedisCluster

/** What is called of ioredis: a `Redis`, also one behind Sentinel, and a `Cluster` fit as they are. */
export interface IoRedisClient extends IoRedisNode {
  /** Whether it is a `Cluster`. */
  readonly isCluster: boolean
  /** Runs a script. */
  eval(script: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>
  /** Collects commands for one connection. */
  pipeline(): IoRedisPipeline
  /** The servers of a `Cluster`. */
  nodes?(role: 'master'): readonly IoRedisNode[]
}

/** One server, as ioredis reaches it. */
export interface IoRedisNode {
  /** Sends any command. */
  call(command: string, ...parameters: string[]): Promise<unknown>
}

/** Commands that ioredis sends together. */
export interface IoRedisPipeline {
  /** Adds a script. */
  eval(script: string, keyCount: number, ...keysAndArguments: string[]): unknown
  /** Adds any command. */
  call(command: string, ...parameters: string[]): unknown
  /** Sends them, and answers an error or a reply for each. */
  exec(): Promise<readonly (readonly [error: Error | null, reply: unknown])[] | null>
}

/** What is called of node-redis: what `createClient` and `createClientPool` answer fits as it is. Connect it first. */
export interface NodeRedisClient {
  /** Runs a script. */
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>
  /** Sends any command. */
  sendCommand(command: string[]): Promise<unknown>
  /** Collects commands for one connection. */
  multi(): NodeRedisPipeline & {
    /** Adds any command. */
    addCommand(command: string[]): unknown
  }
}

/** The same for what `createCluster` answers. */
export interface NodeRedisCluster {
  /** The servers that are not replicas. */
  readonly masters: readonly unknown[]
  /** Runs a script where its first key lives. */
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>
  /** Connects to one of the servers. */
  nodeClient(node: unknown): Promise<{
    /** Sends any command. */
    sendCommand(command: string[]): Promise<unknown>
  }>
  /** Collects commands for the server of one key. */
  multi(routing?: string): NodeRedisPipeline & {
    /** Adds any command. */
    addCommand(firstKey: undefined, isReadonly: boolean, command: string[]): unknown
  }
}

/** Commands that node-redis sends together. */
export interface NodeRedisPipeline {
  /** Adds a script. */
  eval(script: string, options: { keys: string[]; arguments: string[] }): unknown
  /** Sends them without a transaction. */
  execAsPipeline(): Promise<readonly unknown[]>
}

/** One script and what it is given. All keys live in one slot where `isCluster`. */
export interface ScriptCall {
  readonly script: string
  readonly keys: readonly string[]
  readonly parameters: readonly string[]
}

/** What the store asks of any client. */
export interface Driver {
  readonly isCluster: boolean
  /** Runs a script on the master of its keys: no client sends EVAL to a replica, whatever it is told of reads. */
  run(call: ScriptCall): Promise<unknown>
  /** Runs a script and then commands, all on one connection, and answers a reply for each. */
  runWith(before: Command, call: ScriptCall, after: readonly Command[]): Promise<readonly unknown[]>
  /** Sends a command to every master. */
  askMasters(command: Command): Promise<readonly unknown[]>
}

type Command = readonly [string, ...string[]]

/** @throws `TypeError` for anything but these clients. */
export function driverOf(client: RedisClient): Driver {
  if (has(client, 'call') && has(client, 'pipeline')) return ioRedis(client as IoRedisClient)
  if (has(client, 'nodeClient') && has(client, 'multi')) return nodeRedisCluster(client as NodeRedisCluster)
  if (has(client, 'sendCommand') && has(client, 'multi')) return nodeRedis(client as NodeRedisClient)
  throw new TypeError('"client" must be a client of ioredis or node-redis')
}

function has(client: unknown, method: string): boolean {
  return typeof (client as Readonly<Record<string, unknown>> | null | undefined)?.[method] === 'function'
}

function ioRedis(client: IoRedisClient): Driver {
  return {
    isCluster: client.isCluster,
    run: ({ script, keys, parameters }) => client.eval(script, keys.length, ...keys, ...parameters),
    async runWith(before, { script, keys, parameters }, after) {
      const pipeline = client.pipeline()
      pipeline.call(...before)
      pipeline.eval(script, keys.length, ...keys, ...parameters)
      for (const command of after) pipeline.call(...command)
      const replies = await pipeline.exec()
      return (replies ?? []).map(([error, reply]) => {
        if (error !== null) throw error
        return reply
      })
    },
    askMasters: (command) => Promise.all((client.nodes?.('master') ?? [client]).map((node) => node.call(...command))),
  }
}

function nodeRedis(client: NodeRedisClient): Driver {
  return {
    isCluster: false,
    run: (call) => client.eval(call.script, nodeRedisOptions(call)),
    async runWith(before, call, after) {
      const pipeline = client.multi()
      pipeline.addCommand([...before])
      pipeline.eval(call.script, nodeRedisOptions(call))
      for (const command of after) pipeline.addCommand([...command])
      return pipeline.execAsPipeline()
    },
    askMasters: async (command) => [await client.sendCommand([...command])],
  }
}

function nodeRedisCluster(client: NodeRedisCluster): Driver {
  return {
    isCluster: true,
    run: (call) => client.eval(call.script, nodeRedisOptions(call)),
    async runWith(before, call, after) {
      const pipeline = client.multi(call.keys[0])
      pipeline.addCommand(undefined, false, [...before])
      pipeline.eval(call.script, nodeRedisOptions(call))
      for (const command of after) pipeline.addCommand(undefined, false, [...command])
      return pipeline.execAsPipeline()
    },
    askMasters: (command) =>
      Promise.all(
        client.masters.map(async (master) => {
          const node = await client.nodeClient(master)
          return node.sendCommand([...command])
        }),
      ),
  }
}

function nodeRedisOptions({ keys, parameters }: ScriptCall): { keys: string[]; arguments: string[] } {
  return { keys: [...keys], arguments: [...parameters] }
}
