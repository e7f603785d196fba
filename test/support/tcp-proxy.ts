import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { connect, createServer } from 'node:net'

/** What happens to one chunk of a client, and to its connection. */
export type WireFault =
  /** The connection ends before the server receives the chunk. */
  | 'lostBefore'
  /** The server receives the first half, and then the end of the connection. */
  | 'cutInHalf'
  /** The server receives the chunk while the client loses the connection. */
  | 'cutDuring'
  /** The connection ends after the server has responded. The client receives nothing. */
  | 'lostAfter'
  /** The connection ends for the client. The server receives the chunk at {@link ArmedFault.release}. */
  | 'overtaken'
  /** The connection stays open. The client receives the response at {@link ArmedFault.release}. */
  | 'answerLate'
  /** The connection stays open and the server receives nothing more from it. It ends at {@link ArmedFault.release}. */
  | 'requestHeld'
  /** The server receives everything, and the client nothing more. The connection ends at {@link ArmedFault.release}. */
  | 'answerHeld'

/** The faults that close the connection of the client at once. */
export const cuts: readonly WireFault[] = ['lostBefore', 'cutInHalf', 'cutDuring', 'lostAfter', 'overtaken']

/** A fault that waits for its chunk. */
export interface ArmedFault {
  /** Whether its chunk has come. */
  hasStruck(): boolean
  /** Resolves when its chunk comes. */
  readonly struck: Promise<void>
  /**
   * Sends what the fault delays. A fault that has not struck never will. Resolves when the server has responded to a
   * late chunk.
   */
  release(): Promise<void>
}

/** Forwards connections of clients to one server. */
export interface TcpProxy {
  readonly port: number
  /** The number of chunks that clients have sent, over all connections. */
  chunks(): number
  /**
   * Arms a fault for the `at`-th chunk from now on, counted from 1 over all connections.
   *
   * @param text - Only chunks that contain it are counted. Default: every chunk.
   */
  arm(fault: WireFault, at: number, text?: string): ArmedFault
  /** Closes every connection, and every new one until {@link TcpProxy.restore}. */
  cut(): void
  restore(): void
  /** Forwards nothing to the server from now on, and closes nothing, like a machine that stopped responding. */
  freeze(): void
  /** Forwards the delayed chunks, even those of clients that gave up. */
  thaw(): void
  /** Closes every connection. New ones go to another server. */
  retarget(port: number): void
  /** New connections go to another server. The others stay open. */
  redirect(port: number): void
  close(): Promise<void>
}

/** Starts a proxy. A chunk is one piece of data: on this machine, one write of a client arrives as one chunk. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  const frozen: (() => void)[] = []
  const faults = createFaults()
  let port = target
  let isCut = false
  let isFrozen = false

  function endAll(): void {
    for (const socket of sockets) socket.destroy()
  }

  const server = createServer({ noDelay: true }, (client) => {
    if (isCut) return client.destroy()
    const upstream = connect({ port, host: '127.0.0.1', noDelay: true })
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      // A broken connection closes, as intended.
      socket.on('error', () => socket.destroy())
      socket.on('close', () => sockets.delete(socket))
    }
    join(client, upstream, faults.next, (send) => (isFrozen ? void frozen.push(send) : send()))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    port: (server.address() as AddressInfo).port,
    chunks: faults.chunks,
    arm: faults.arm,
    cut() {
      isCut = true
      endAll()
    },
    restore() {
      isCut = false
    },
    freeze() {
      isFrozen = true
    },
    thaw() {
      isFrozen = false
      for (const send of frozen.splice(0)) send()
    },
    retarget(next) {
      port = next
      endAll()
    },
    redirect(next) {
      port = next
    },
    async close() {
      server.close()
      endAll()
      await once(server, 'close')
    },
  }
}

interface Armed {
  readonly fault: WireFault
  readonly text: string
  at: number
  strike(): void
  /** Set once there is something to release. */
  release(): Promise<void>
}

interface Faults extends Pick<TcpProxy, 'chunks' | 'arm'> {
  /** Counts a chunk, and returns the fault that strikes it. */
  next(chunk: Buffer): Armed | undefined
}

function createFaults(): Faults {
  const waiting = new Set<Armed>()
  let chunks = 0
  return {
    chunks: () => chunks,
    next(chunk) {
      chunks += 1
      const counting = [...waiting].filter(({ text }) => chunk.includes(text))
      for (const armed of counting) armed.at -= 1
      const due = counting.find(({ at }) => at === 0)
      due?.strike()
      return due
    },
    arm(fault, at, text = '') {
      const { promise: struck, resolve } = createPromise()
      let hasStruck = false
      const armed: Armed = {
        fault,
        text,
        at,
        strike() {
          hasStruck = true
          waiting.delete(armed)
          resolve()
        },
        async release() {
          waiting.delete(armed)
        },
      }
      waiting.add(armed)
      return { struck, hasStruck: () => hasStruck, release: () => armed.release() }
    },
  }
}

/** Forwards bytes both ways until a fault strikes, and closes each side after the other. */
function join(
  client: Socket,
  upstream: Socket,
  nextFault: (chunk: Buffer) => Armed | undefined,
  whenThawed: (send: () => void) => void,
): void {
  let answer = (bytes: Buffer): void => void client.write(bytes)
  let isDetached = false
  let isHeld = false

  client.on('data', (bytes: Buffer) => {
    if (isHeld) return
    const armed = nextFault(bytes)
    if (!armed) return whenThawed(() => upstream.writable && upstream.write(bytes))
    const { fault } = armed
    if (fault === 'answerLate') {
      const delayed: Buffer[] = []
      answer = (late) => void delayed.push(late)
      armed.release = async () => {
        answer = (late) => void client.write(late)
        for (const late of delayed.splice(0)) client.write(late)
      }
      upstream.write(bytes)
    } else if (fault === 'requestHeld' || fault === 'answerHeld') {
      armed.release = async () => void client.destroy()
      answer = () => undefined
      isHeld = fault === 'requestHeld'
      if (!isHeld) upstream.write(bytes)
    } else if (fault === 'lostAfter') {
      answer = () => client.destroy()
      upstream.write(bytes)
    } else {
      // The connection to the server outlives that of the client, so that the server receives what is under way.
      isDetached = true
      answer = () => undefined
      client.destroy()
      if (fault === 'overtaken') armed.release = () => sendLate(upstream, bytes)
      else if (fault === 'lostBefore') upstream.end()
      else upstream.end(fault === 'cutInHalf' ? bytes.subarray(0, bytes.length / 2) : bytes)
    }
  })
  upstream.on('data', (bytes: Buffer) => answer(bytes))
  client.on('close', () => {
    if (!isDetached) whenThawed(() => upstream.end())
  })
  upstream.on('close', () => client.end())
}

/** Resolves when the server has responded or closed the connection. */
async function sendLate(upstream: Socket, bytes: Buffer): Promise<void> {
  if (upstream.closed) return
  const { promise, resolve } = createPromise()
  upstream.once('data', resolve)
  upstream.once('close', resolve)
  upstream.end(bytes)
  await promise
}

function createPromise(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => {}
  const promise = new Promise<void>((resolved) => {
    resolve = resolved
  })
  return { promise, resolve }
}
