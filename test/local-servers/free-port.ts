import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'

const lowestPort = 10_000

/**
 * Returns a port of 127.0.0.1 on which nothing listens. It is below the ports that the system gives to outgoing connections
 * and to servers that ask for any port. One of those could take the port of a killed server, and the server could not restart.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(lowestPort, lowestConnectionPort())
    if (await isFree(port)) return port
  }
}

/** Linux starts at 32,768 unless an administrator has changed it, and other systems at 49,152. */
export function lowestConnectionPort(): number {
  try {
    return Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s+/)[0])
  } catch {
    return 49_152
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  } catch {
    return false
  }
  server.close()
  await once(server, 'close')
  return true
}
