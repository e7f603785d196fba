import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { freePort, lowestConnectionPort } from './free-port.js'

describe('freePort', () => {
  it('returns no port that a connection could take while its server is killed', async () => {
    const ports = await Promise.all(Array.from({ length: 20 }, freePort))
    expect(Math.max(...ports)).toBeLessThan(lowestConnectionPort())
  })

  it('returns a port on which a server can listen', async () => {
    const port = await freePort()
    const server = createServer().listen(port, '127.0.0.1')
    await once(server, 'listening')
    expect(server.address()).toMatchObject({ port })
    server.close()
  })
})
