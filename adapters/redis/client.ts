/** Any client that the store accepts. The store recognises each of them by its methods. */
export type RedisClient = IoRedisClient | NodeRedisClient | NodeRedisCluster

/** The part of ioredis that the store calls. A `Redis` (also behind Sentinel) and a `Cluster` fit as they are. */
export interface IoRedisClient extends IoRedisNode {
  /** Whether the client is a `Cluster`. */
  readonly isCluster: boolean
  /** Runs a script. */
  eval(script: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>
  /** Collects commands for one connection. */
  pipeline(): IoRedisPipeline
  /** Listens for lost connections. */
  on(event: 'close' | '-node', listener: () => void): unknown
  /** Returns the master servers of a `Cluster`. */
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
  /** Sends the commands, and returns an error or a reply for each. */
  exec(): Promise<readonly (readonly [error: Error | null, reply: unknown])[] | null>
}

/**
 * The part of node-redis that the store calls. What `createClient` and `createClientPool` return fits as it is. Connect it
 * before the first call of the store.
 */
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

/**
 * The part of a node-redis cluster that the store calls. What `createCluster` returns fits as it is. Connect it before the
 * first call of the store.
 */
export interface NodeRedisCluster {
  /** The master servers. */
  readonly masters: readonly unknown[]
  /** Runs a script on the server of its first key. */
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
  /** Sends the commands without a transaction. */
  execAsPipeline(): Promise<readonly unknown[]>
}
