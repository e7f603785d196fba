import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { connect, createServer } from 'node:net'

/** What becomes of one chunk that a client sends, and of its connection. */
export type WireFault =
  /** The connection ends before the server has any of it. */
  | 'lostBefore'
  /** The server gets the first half of it, and then the end of the connection. */
  | 'cutInHalf'
  /** The server gets all of it, and the client the end of the connection at that moment. */
  | 'cutDuring'
  /** The connection ends when the server has answered, and nothing of the answer arrives. */
  | 'lostAfter'
  /** The connection ends for the client; the server gets the chunk at {@link ArmedFault.release}. */
  | 'overtaken'
  /** The connection stays open; what the server answers waits for {@link ArmedFault.release}. */
  | 'answerLate'

/** The faults by which a client learns at once that its connection is gone. */
export const cuts: readonly WireFault[] = ['lostBefore', 'cutInHalf', 'cutDuring', 'lostAfter', 'overtaken']

/** A fault that waits for its chunk. */
export interface ArmedFault {
  /** Has its chunk come? */
  hasStruck(): boolean
  /** Resolves when its chunk comes. */
  readonly struck: Promise<void>
  /**
   * Lets go of what the fault holds back; one that has not struck never will. Resolves when the server has answered what
   * it got late.
   */
  release(): Promise<void>
}

/** Stands between clients and one server. */
export interface TcpProxy {
  readonly port: number
  /** Chunks that clients have sent so far, over all connections. */
  chunks(): number
  /** The fault for the chunk that comes as the `at`-th from now on, counted from 1 over all connections. */
  arm(fault: WireFault, at: number): ArmedFault
  /** Ends every connection. New ones end at once until {@link TcpProxy.restore}. */
  cut(): void
  restore(): void
  /** From now on nothing reaches the server, and no connection ends: so does a machine that has stopped answering. */
  freeze(): void
  /** What was held back reaches the server, whether or not somebody still waits for it. */
  thaw(): void
  /** Ends every connection. New ones go to another server. */
  retarget(port: number): void
  close(): Promise<void>
}

/** A chunk is what arrives in one piece: a client that writes a request in one call sends one, here on this machine. */
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
      // A broken connection ends: that is what this is for.
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
    async close() {
      server.close()
      endAll()
      await once(server, 'close')
    },
  }
}

interface Armed {
  readonly fault: WireFault
  at: number
  strike(): void
  /** Set once there is something to let go of. */
  release(): Promise<void>
}

interface Faults extends Pick<TcpProxy, 'chunks' | 'arm'> {
  /** For each chunk in turn: the fault that strikes it, if any. */
  next(): Armed | undefined
}

function createFaults(): Faults {
  const waiting = new Set<Armed>()
  let chunks = 0
  return {
    chunks: () => chunks,
    next() {
      chunks += 1
      for (const armed of waiting) armed.at -= 1
      const due = [...waiting].find(({ at }) => at === 0)
      due?.strike()
      return due
    },
    arm(fault, at) {
      const { promise: struck, resolve } = createPromise()
      let hasStruck = false
      const armed: Armed = {
        fault,
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

/** Carries bytes both ways until a fault strikes, and the end of one side to the other. */
function join(
  client: Socket,
  upstream: Socket,
  nextFault: () => Armed | undefined,
  whenThawed: (send: () => void) => void,
): void {
  let answer = (bytes: Buffer): void => void client.write(bytes)
  let isDetached = false

  client.on('data', (bytes: Buffer) => {
    const armed = nextFault()
    if (!armed) return whenThawed(() => upstream.writable && upstream.write(bytes))
    const { fault } = armed
    if (fault === 'answerLate') {
      const held: Buffer[] = []
      answer = (late) => void held.push(late)
      armed.release = async () => {
        answer = (late) => void client.write(late)
        for (const late of held.splice(0)) client.write(late)
      }
      upstream.write(bytes)
    } else if (fault === 'lostAfter') {
      answer = () => client.destroy()
      upstream.write(bytes)
    } else {
      // The server's end of the connection outlives the client's, so that it takes what is still on its way.
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

/** Resolves when the server has answered, or has ended the connection. */
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
