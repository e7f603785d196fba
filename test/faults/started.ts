import { afterAll, beforeAll } from 'vitest'

/** One server for the tests of a block: it starts before them and stops after them. */
export function started<Server extends { stop(): Promise<void> }>(kind: { start(): Promise<Server> }): () => Server {
  let server: Server | undefined
  beforeAll(async () => {
    server = await kind.start()
  })
  afterAll(() => server?.stop())
  return () => {
    if (!server) throw new Error('The server has not started yet')
    return server
  }
}
