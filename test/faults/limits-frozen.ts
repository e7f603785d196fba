import { startTcpProxy } from '../support/tcp-proxy.js'
import type { Limit } from './limits.js'
import { wires } from './wires.js'

/** Servers that stop responding while every connection stays open. They receive the pending chunks later. */
export const frozenLimits: readonly Limit[] = wires.flatMap(({ name, drivers, start }) =>
  drivers.map((driver) => ({
    name: `when the server stops responding: ${name} with ${driver}`,
    async start() {
      const server = await start()
      const proxy = await startTcpProxy(server.port)
      const { open } = await server.fresh(driver)
      const { tap, close } = await open(proxy.port)
      return {
        tap,
        impose: async () => proxy.freeze(),
        lift: async () => proxy.thaw(),
        async close() {
          await close()
          await proxy.close()
          await server.stop()
        },
      }
    },
  })),
)
