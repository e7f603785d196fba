import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { connect, createServer } from 'node:net'

/** A proxy between one client and its servers that counts round trips. */
export interface RoundCounter {
  /** Opens a port that forwards to a port of this machine. */
  proxy(target: number): Promise<number>
  /**
   * Returns the number of round trips so far. Data that the client sends while it waits for an answer, on any connection,
   * belongs to the same round trip. The count is exact only for sequential calls.
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
