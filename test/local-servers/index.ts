import { mariadb } from './mariadb.js'
import { postgres } from './postgres.js'
import { redis } from './redis.js'
import { redisCluster } from './redis-cluster.js'
import { sqlite } from './sqlite.js'
import type { ServerKind } from './store-server.js'

/** Every kind of server with a store. */
export const serverKinds: readonly ServerKind[] = [sqlite, postgres, redis, redisCluster, mariadb]

/** The kinds that this machine has. The end of the run prints the others. */
export const installedKinds: readonly ServerKind[] = serverKinds.filter(({ missing }) => missing() === undefined)
