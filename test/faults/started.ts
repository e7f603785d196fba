import { afterAll, beforeAll } from 'vitest'
import type { ServerKind, StoreServer } from '../support/servers/store-server.js'

/** One server for the tests of a block: started before them, stopped after them. */
export function started(kind: ServerKind): () => StoreServer {
  let server: StoreServer | undefined
  beforeAll(async () => {
    server = await kind.start()
  })
  afterAll(() => server?.stop())
  return () => {
    if (!server) throw new Error('The server has not started yet')
    return server
  }
}
