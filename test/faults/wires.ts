import { installedKinds } from '../local-servers/index.js'
import { shareServer } from '../local-servers/shared.js'
import type { DriverName } from '../local-servers/store-address.js'
import { throughPort } from '../local-servers/store-address.js'
import type { ServerKind } from '../local-servers/store-server.js'
import type { OpenedTap } from './client.js'
import { openTap, tapOf } from './client.js'
import { remoteMemoryStore, startMemoryServer } from './memory-server.js'

/** A kind of server that is reached through one port. */
export interface Wire {
  readonly name: string
  readonly drivers: readonly string[]
  start(): Promise<WireServer>
}

export interface WireServer {
  readonly port: number
  /** Empty storage. */
  fresh(driver: string): Promise<WireStore>
  stop(): Promise<void>
}

export interface WireStore {
  /** Opens a tap with its own connection or pool, straight to the server or through another port. */
  open(port?: number): Promise<OpenedTap>
}

const memory: Wire = {
  name: 'Memory behind a port',
  drivers: ['a socket'],
  async start() {
    const { port: own, stop } = await startMemoryServer()
    return {
      port: own,
      stop,
      fresh: async () => ({
        async open(port = own) {
          const { store, close } = remoteMemoryStore(port)
          return { tap: tapOf(store), close }
        },
      }),
    }
  },
}

// A broken `pg.Client` never reconnects: its host must pass a new one.
const neverBack: readonly DriverName[] = ['pg.Client']

// SQLite uses no network, and the nodes of a cluster give clients their own ports, past any proxy.
const servers = installedKinds.filter(({ name }) => name !== 'SQLite' && name !== 'Redis Cluster')

export const wires: readonly Wire[] = [memory, ...servers.map(wireOf)]

function wireOf(kind: ServerKind): Wire {
  const { name, drivers } = kind
  return {
    name,
    drivers: drivers.filter((driver) => !neverBack.includes(driver)),
    async start() {
      const server = await shareServer(kind)
      if (server.port === undefined) throw new Error(`${name} listens on no port`)
      return {
        port: server.port,
        stop: server.stop,
        async fresh(driver) {
          const address = await server.fresh(drivers.find((known) => known === driver))
          return { open: (port) => openTap(port === undefined ? address : throughPort(address, port)) }
        },
      }
    },
  }
}
