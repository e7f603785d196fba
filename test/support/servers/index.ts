import { mariadb } from './mariadb.js'
import { postgres } from './postgres.js'
import { redis } from './redis.js'
import { redisCluster } from './redis-cluster.js'
import { sqlite } from './sqlite.js'
import type { ServerKind } from './store-server.js'

/** Every kind of server that there is a store for. */
export const serverKinds: readonly ServerKind[] = [sqlite, postgres, redis, redisCluster, mariadb]

/** Those that this machine has; the end of the run names the others. */
export const installedKinds: readonly ServerKind[] = serverKinds.filter(({ missing }) => missing() === undefined)
