import { afterAll, beforeAll } from 'vitest'

/** Starts one server before the tests of a block, and stops it after them. */
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
