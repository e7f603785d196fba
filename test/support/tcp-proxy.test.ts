import { once } from 'node:events'
import type { AddressInfo, Server, Socket } from 'node:net'
import { connect, createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TcpProxy, WireFault } from './tcp-proxy.js'
import { cuts, startTcpProxy } from './tcp-proxy.js'
import { until } from './time-limits.js'

/** Replies to every chunk in upper case, and records it. */
interface Shouter {
  readonly port: number
  readonly heard: string[]
  /** Returns the next chunk, or the end of a connection. */
  next(): Promise<string>
  close(): Promise<void>
}

describe('a TCP proxy', () => {
  let shouter: Shouter
  let proxy: TcpProxy
  beforeEach(async () => {
    shouter = await startShouter()
    proxy = await startTcpProxy(shouter.port)
  })
  afterEach(async () => {
    await proxy.close()
    await shouter.close()
  })

  it('forwards bytes both ways, and counts the chunks of clients', async () => {
    const [one, two] = [await connected(proxy.port), await connected(proxy.port)]
    expect(await say(one, 'a')).toBe('A')
    expect(await say(two, 'b')).toBe('B')
    expect(await say(one, 'c')).toBe('C')
    expect(proxy.chunks()).toBe(3)
  })

  it('forwards data larger than a packet, whole and in order', async () => {
    const sent = Array.from({ length: 50_000 }, (_, index) => String(index)).join(' ')
    const client = await connected(proxy.port)
    let answered = ''
    client.on('data', (bytes) => {
      answered += bytes
      if (answered.length === sent.length) client.destroy()
    })
    client.write(sent)
    await once(client, 'close')
    expect(answered).toBe(sent)
  })

  it.each([
    ['lostBefore', []],
    ['cutInHalf', ['re']],
    ['cutDuring', ['redo']],
    ['lostAfter', ['redo']],
    ['overtaken', []],
  ] as const)('with %s sends the client nothing, and the server %j', async (fault, arrived) => {
    const client = await connected(proxy.port)
    const armed = proxy.arm(fault, 1)
    expect(await say(client, 'redo')).toBe('closed')
    for (const chunk of arrived) expect(await shouter.next()).toBe(chunk)
    if (fault !== 'overtaken') expect(await shouter.next()).toBe('closed')
    expect(shouter.heard.filter((heard) => heard !== 'closed')).toEqual(arrived)
    expect(armed.hasStruck()).toBe(true)
    await armed.release()
  })

  it('with overtaken sends the chunk at its release, long after the client went on', async () => {
    const first = await connected(proxy.port)
    const armed = proxy.arm('overtaken', 1)
    expect(await say(first, 'first')).toBe('closed')
    const second = await connected(proxy.port)
    expect(await say(second, 'second')).toBe('SECOND')
    expect(await shouter.next()).toBe('second')
    await armed.release()
    expect(shouter.heard).toContain('first')
  })

  it('with answerLate delays only the response of its connection, until its release', async () => {
    const [late, other] = [await connected(proxy.port), await connected(proxy.port)]
    const armed = proxy.arm('answerLate', 1)
    let answered: unknown
    const answering = say(late, 'slow').then((answer) => {
      answered = answer
    })
    await armed.struck
    expect(await shouter.next()).toBe('slow')
    expect(await say(other, 'quick')).toBe('QUICK')
    expect(answered).toBeUndefined()
    await armed.release()
    await answering
    expect(answered).toBe('SLOW')
    expect(await say(late, 'again')).toBe('AGAIN')
  })

  it.each([...cuts, 'answerLate'] satisfies readonly WireFault[])(
    'with %s strikes at its chunk alone',
    async (fault) => {
      const armed = proxy.arm(fault, 3)
      for (const at of [1, 2]) {
        expect(await say(await connected(proxy.port), `chunk ${at}`)).toBe(`CHUNK ${at}`)
        expect(armed.hasStruck()).toBe(false)
      }
      const struck = say(await connected(proxy.port), 'chunk 3')
      if (fault !== 'answerLate') expect(await struck).toBe('closed')
      expect(await say(await connected(proxy.port), 'chunk 4')).toBe('CHUNK 4')
      expect(armed.hasStruck()).toBe(true)
      await armed.release()
      expect(await struck).toBe(fault === 'answerLate' ? 'CHUNK 3' : 'closed')
    },
  )

  it.each([
    ['requestHeld', []],
    ['answerHeld', ['first', 'second']],
  ] as const)(
    'with %s keeps the connection open until its release, and sends the server %j',
    async (fault, arrived) => {
      const client = await connected(proxy.port)
      const armed = proxy.arm(fault, 1)
      const answering = say(client, 'first')
      await armed.struck
      for (const chunk of arrived.slice(0, 1)) expect(await shouter.next()).toBe(chunk)
      client.write('second')
      for (const chunk of arrived.slice(1)) expect(await shouter.next()).toBe(chunk)
      expect(await say(await connected(proxy.port), 'other')).toBe('OTHER')
      await armed.release()
      expect(await answering).toBe('closed')
      expect(shouter.heard.filter((heard) => heard !== 'closed' && heard !== 'other')).toEqual(arrived)
    },
  )

  it('counts only the chunks that contain the text of a fault', async () => {
    const armed = proxy.arm('lostBefore', 2, 'marked')
    for (const text of ['plain', 'marked 1', 'plain']) {
      expect(await say(await connected(proxy.port), text)).toBe(text.toUpperCase())
    }
    expect(armed.hasStruck()).toBe(false)
    expect(await say(await connected(proxy.port), 'marked 2')).toBe('closed')
    expect(armed.hasStruck()).toBe(true)
  })

  it('ignores a fault that is released before its chunk', async () => {
    const armed = proxy.arm('lostBefore', 1)
    await armed.release()
    expect(await say(await connected(proxy.port), 'hello')).toBe('HELLO')
    expect(armed.hasStruck()).toBe(false)
  })

  it('closes every connection from cut to restore', async () => {
    const client = await connected(proxy.port)
    expect(await say(client, 'here')).toBe('HERE')
    const closed = once(client, 'close')
    proxy.cut()
    await closed
    expect(await say(await connected(proxy.port), 'nobody?')).toBe('closed')
    proxy.restore()
    expect(await say(await connected(proxy.port), 'again')).toBe('AGAIN')
  })

  it('forwards nothing from freeze to thaw, then also chunks of closed clients', async () => {
    const [patient, gone] = [await connected(proxy.port), await connected(proxy.port)]
    proxy.freeze()
    const answering = say(patient, 'patient')
    gone.write('gone')
    await until(() => proxy.chunks() === 2, 1)
    gone.destroy()
    expect(shouter.heard).toEqual([])
    proxy.thaw()
    expect(await answering).toBe('PATIENT')
    expect([await shouter.next(), await shouter.next()].sort()).toEqual(['gone', 'patient'])
    expect(await say(patient, 'again')).toBe('AGAIN')
  })

  it('sends new connections to another server after retarget', async () => {
    const other = await startShouter()
    const client = await connected(proxy.port)
    const closed = once(client, 'close')
    proxy.retarget(other.port)
    await closed
    expect(await say(await connected(proxy.port), 'moved')).toBe('MOVED')
    expect([shouter.heard.includes('moved'), other.heard.includes('moved')]).toEqual([false, true])
    await other.close()
  })

  it('sends only new connections to another server after redirect', async () => {
    const other = await startShouter()
    const client = await connected(proxy.port)
    expect(await say(client, 'here')).toBe('HERE')
    proxy.redirect(other.port)
    expect(await say(client, 'still here')).toBe('STILL HERE')
    expect(await say(await connected(proxy.port), 'moved')).toBe('MOVED')
    expect([shouter.heard.includes('moved'), other.heard.includes('moved')]).toEqual([false, true])
    await other.close()
  })

  it('closes the client connection when the server closes its own', async () => {
    const client = await connected(proxy.port)
    expect(await say(client, 'bye')).toBe('BYE')
    const closed = once(client, 'close')
    await shouter.close()
    await closed
    expect(await say(await connected(proxy.port), 'gone')).toBe('closed')
  })
})

async function connected(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  socket.on('error', () => socket.destroy())
  await once(socket, 'connect')
  return socket
}

/** Returns the reply, or `'closed'`. */
function say(socket: Socket, text: string): Promise<string> {
  return new Promise((resolve) => {
    socket.once('data', (bytes) => resolve(String(bytes)))
    socket.once('close', () => resolve('closed'))
    if (socket.destroyed) resolve('closed')
    else socket.write(text)
  })
}

async function startShouter(): Promise<Shouter> {
  const heard: string[] = []
  const sockets = new Set<Socket>()
  let read = 0
  let notify = () => {}
  const hear = (text: string): void => {
    heard.push(text)
    notify()
  }
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => hear('closed'))
    socket.on('data', (bytes) => {
      hear(String(bytes))
      socket.write(String(bytes).toUpperCase())
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    heard,
    async next() {
      while (heard.length <= read) {
        await new Promise<void>((resolve) => {
          notify = resolve
        })
      }
      read += 1
      return heard[read - 1] as string
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      if (server.listening) server.close()
    },
  }
}
