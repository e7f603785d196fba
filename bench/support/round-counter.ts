import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { connect, createServer } from 'node:net'

/** Stands between one client and its servers, and counts how often the client had to wait for an answer. */
export interface RoundCounter {
  /** A port that leads to a port of this machine. */
  proxy(target: number): Promise<number>
  /**
   * Round trips so far: a client that sends while an answer is still on its way, on any connection, is inside the same one.
   * It counts right for a caller that does one thing after the other.
   */
  rounds(): number
  close(): Promise<void>
}

export function createRoundCounter(): RoundCounter {
  const closers: (() => Promise<void>)[] = []
  const unanswered = new Set<Socket>()
  let rounds = 0

  const join = (client: Socket, target: number): void => {
    const server = connect({ port: target, host: '127.0.0.1', noDelay: true })
    client.on('data', (bytes) => {
      if (unanswered.size === 0) rounds += 1
      unanswered.add(client)
      server.write(bytes)
    })
    server.on('data', (bytes) => {
      unanswered.delete(client)
      client.write(bytes)
    })
    const end = (): void => {
      unanswered.delete(client)
      client.destroy()
      server.destroy()
    }
    for (const socket of [client, server]) socket.on('error', end).on('close', end)
  }

  return {
    rounds: () => rounds,
    async proxy(target) {
      const sockets = new Set<Socket>()
      const listener = createServer({ noDelay: true }, (client) => {
        sockets.add(client)
        join(client, target)
      })
      listener.listen(0, '127.0.0.1')
      await once(listener, 'listening')
      closers.push(async () => {
        listener.close()
        for (const socket of sockets) socket.destroy()
        await once(listener, 'close')
      })
      return (listener.address() as AddressInfo).port
    },
    async close() {
      for (const close of closers) await close()
    },
  }
}
