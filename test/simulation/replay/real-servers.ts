import { mariadb } from '../../local-servers/mariadb.js'
import { openStore } from '../../local-servers/open-store.js'
import { postgres } from '../../local-servers/postgres.js'
import type { PostgresPair } from '../../local-servers/postgres-pair.js'
import { missingForPair, startPostgresPair } from '../../local-servers/postgres-pair.js'
import { redis } from '../../local-servers/redis.js'
import { shareServer } from '../../local-servers/shared.js'
import type { DriverName, StoreAddress } from '../../local-servers/store-address.js'
import type { ServerKind } from '../../local-servers/store-server.js'
import type { OpenStore } from './real-process.js'
import type { RealDatabase } from './real-system.js'

/** A kind of server for replays. */
export interface RealServerKind {
  readonly name: string
  readonly drivers: readonly DriverName[]
  /** Whether its standby takes over where the standby of the simulation did. */
  readonly hasStandby: boolean
  start(): Promise<RealServer>
}

export interface RealServer {
  /** Returns empty storage. It ends that of the call before. */
  fresh(driver: DriverName, open?: OpenStore): Promise<RealDatabase>
  stop(): Promise<void>
}

const isPairPossible = missingForPair() === undefined && process.env['TAP_TEST_POSTGRES_URL'] === undefined

/**
 * Every kind that this machine has. A standby that stalls breaks connection after connection: with postgres.js, a run then
 * takes minutes, so its runs have none.
 */
export const realServerKinds: readonly RealServerKind[] = [
  ...(isPairPossible ? [pairs()] : []),
  ...[postgres, mariadb, redis].filter((kind) => kind.missing() === undefined).map(shared),
]

function shared(kind: ServerKind): RealServerKind {
  return {
    name: kind.name,
    // A broken `pg.Client` never reconnects.
    drivers: kind.drivers.filter((driver) => driver !== 'pg.Client' && !(isPairPossible && driver === 'pg.Pool')),
    hasStandby: false,
    async start() {
      const server = await shareServer(kind)
      const { port, stop } = server
      if (port === undefined) throw new Error(`${kind.name} listens on no port`)
      return {
        stop,
        async fresh(driver, open = openStore) {
          return { port, address: reconnecting(await server.fresh(driver)), openStore: open }
        },
      }
    },
  }
}

/** PostgreSQL with a synchronous standby. After a failover there is none left, so the next trace gets another pair. */
function pairs(): RealServerKind {
  return {
    name: 'PostgreSQL with a standby',
    drivers: ['pg.Pool'],
    hasStandby: true,
    async start() {
      let starting = startPostgresPair()
      const usedUp: PostgresPair[] = []
      const stopUsedUp = () => Promise.all(usedUp.splice(0).map((pair) => pair.stop()))
      return {
        async stop() {
          await Promise.all([stopUsedUp(), starting.then((pair) => pair.stop())])
        },
        async fresh(driver, open = openStore) {
          await stopUsedUp()
          const pair = await starting
          const isolateStandby = (): void => {
            usedUp.push(pair)
            // The next one starts meanwhile.
            starting = startPostgresPair()
            starting.catch(() => undefined)
            pair.isolateStandby()
          }
          const address = reconnecting(await pair.fresh(driver))
          return { port: pair.primaryPort, address, pair: { ...pair, isolateStandby }, openStore: open }
        },
      }
    },
  }
}

/** By default postgres.js waits up to 20 seconds before it connects again, and the clients of Redis wait up to two. */
function reconnecting(address: StoreAddress): StoreAddress {
  const isWaiting = address.driver === 'postgres.js' || address.driver === 'ioredis' || address.driver === 'node-redis'
  return isWaiting ? { ...address, options: { ...address.options, reconnectMs: 1 } } : address
}
