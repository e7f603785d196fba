import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { connect, createServer } from 'node:net'
import { memoryStore } from '../../adapters/memory/index.js'
import type { Store } from '../../src/ports/store.js'

/** A memory store behind a TCP port, so that the tests of lost responses run on every machine. */
export interface MemoryServer {
  readonly port: number
  stop(): Promise<void>
}

interface Request {
  readonly id: number
  readonly method: keyof Store
  readonly parameters: readonly unknown[]
}

interface Response {
  readonly id: number
  readonly answer: unknown
}

/** Reads and writes one line of JSON per request and response. It never runs half a line. */
export async function startMemoryServer(): Promise<MemoryServer> {
  const store = memoryStore()
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    const answer = async ({ id, method, parameters }: Request): Promise<void> => {
      const answered = await (store[method] as (...given: readonly unknown[]) => Promise<unknown>)(...parameters)
      send<Response>(socket, { id, answer: answered })
    }
    onLines<Request>(socket, (request) => void answer(request))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** One connection, opened on demand and again after it broke. */
export function remoteMemoryStore(port: number): { readonly store: Store; close(): Promise<void> } {
  const waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>()
  let socket: Socket | undefined
  let ids = 0

  function connected(): Socket {
    if (socket) return socket
    const made = connect({ port, host: '127.0.0.1', noDelay: true })
    socket = made
    made.on('error', () => made.destroy())
    made.on('close', () => {
      if (socket === made) socket = undefined
      for (const { reject } of waiting.values()) reject(new Error('The connection is gone'))
      waiting.clear()
    })
    onLines<Response>(made, ({ id, answer }) => waiting.get(id)?.resolve(answer))
    return made
  }

  const call =
    <Answer>(method: keyof Store) =>
    (...parameters: readonly unknown[]) =>
      new Promise((resolve, reject) => {
        ids += 1
        waiting.set(ids, { resolve, reject })
        send<Request>(connected(), { id: ids, method, parameters })
      }) as Promise<Answer>

  const read: Store['read'] = async (keys) => {
    const found = await call<(Awaited<ReturnType<Store['read']>>[number] | null)[]>('read')(keys)
    return found.map((document) => document ?? undefined)
  }
  return {
    store: { read, compareAndSet: call('compareAndSet'), sweep: call('sweep'), scan: call('scan') },
    close: async () => void socket?.destroy(),
  }
}

function onLines<Line>(socket: Socket, take: (line: Line) => void): void {
  let rest = ''
  socket.on('data', (bytes) => {
    const lines = `${rest}${bytes}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) take(JSON.parse(line) as Line)
  })
}

function send<Line>(socket: Socket, line: Line): void {
  socket.write(`${JSON.stringify(line)}\n`)
}
