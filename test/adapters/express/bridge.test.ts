import { once } from 'node:events'
import { connect } from 'node:net'
import type { ErrorRequestHandler, Request, RequestHandler } from 'express'
import { describe, expect, it } from 'vitest'
import { toExpress } from '../../../adapters/express/index.js'
import { exchange, raw, serving, versions } from './server.js'

describe.each(versions)('toExpress in %s', (_, express) => {
  it('passes on the method, the original URL, the headers and the body', async () => {
    const app = express()
    const router = express.Router()
    const echo = toExpress(async (request) => {
      const { method, url, headers } = request
      return Response.json({ method, url, tag: headers.get('x-tag'), body: await request.text() })
    })
    app.use('/auth', router.put('/echo', echo))
    await serving(app, async ({ url }) => {
      const answer = await fetch(`${url}/auth/echo?a=%20b`, { method: 'PUT', headers: { 'x-tag': 'é' }, body: 'hello' })
      expect(await answer.json()).toEqual({ method: 'PUT', url: `${url}/auth/echo?a=%20b`, tag: 'é', body: 'hello' })
    })
  })

  it("gives the handler Express's own request too", async () => {
    const app = express()
    app.get(
      '/',
      toExpress(async (_request, { ip }) => new Response(ip)),
    )
    await serving(app, async ({ url }) => expect(await (await fetch(url)).text()).toBe('127.0.0.1'))
  })

  it.each([
    ['the proxy is trusted', true, 'https://login.example:8443/'],
    ['no proxy is trusted', false, 'http://127.0.0.1:port/'],
    ['another proxy is trusted', '192.0.2.1', 'http://127.0.0.1:port/'],
  ])('trusts X-Forwarded headers as Express does: %s', async (_case, trust, expected) => {
    const app = express().set('trust proxy', trust)
    app.get(
      '/',
      toExpress(async ({ url }) => new Response(url)),
    )
    await serving(app, async ({ url, port }) => {
      const headers = { 'x-forwarded-proto': 'https, http', 'x-forwarded-host': 'login.example:8443, inner' }
      const answer = await fetch(url, { headers })
      expect(await answer.text()).toBe(expected.replace(':port', `:${port}`))
    })
  })

  it.each([
    ['GET http://evil.example/path?a=b', 'login.example', 'http://login.example/path?a=b'],
    ['GET //evil.example/path', 'login.example', 'http://login.example//evil.example/path'],
    ['GET /', 'login.example@evil.example', undefined],
    ['GET /', 'login.example/evil', undefined],
    ['GET /', '', undefined],
    ['GET /', '[::1]:80', 'http://[::1]/'],
  ])('takes the host from the header that Express uses: %s, %s', async (line, host, expected) => {
    const app = express().use(toExpress(async ({ url }) => new Response(`<${url}>`)))
    await serving(app, async ({ port }) => {
      const answer = await exchange(port, raw(line, { host, connection: 'close' }))
      if (expected === undefined) expect(answer).toMatch(/^HTTP\/1.1 400 /)
      else expect(answer).toContain(`<${expected}>`)
    })
  })

  it('refuses a method that a web-standard request cannot have', async () => {
    const app = express().use(toExpress(async () => new Response('reached')))
    await serving(app, async ({ port }) => {
      expect(await exchange(port, raw('TRACE /', { connection: 'close' }))).toMatch(/^HTTP\/1.1 501 /)
    })
  })

  it('sends the status, the headers and every cookie, and keeps earlier cookies', async () => {
    const app = express()
    app.use((_request, response, next) => {
      response.cookie('first', '0')
      next()
    })
    app.get(
      '/',
      toExpress(async () => {
        const headers = new Headers({ 'x-tag': 'a' })
        headers.append('set-cookie', 'second=1; Path=/')
        headers.append('set-cookie', 'third=2; Expires=Thu, 01 Jan 2026 00:00:00 GMT')
        return new Response(null, { status: 204, headers })
      }),
    )
    await serving(app, async ({ url }) => {
      const { status, headers } = await fetch(url)
      expect([status, headers.get('x-tag')]).toEqual([204, 'a'])
      const third = 'third=2; Expires=Thu, 01 Jan 2026 00:00:00 GMT'
      expect(headers.getSetCookie()).toEqual(['first=0; Path=/', 'second=1; Path=/', third])
    })
  })

  it('sends no body for HEAD, and cancels it', async () => {
    let isCancelled = false
    const cancel = () => {
      isCancelled = true
    }
    const body = () => new ReadableStream({ cancel })
    const app = express().use(toExpress(async () => new Response(body(), { headers: { 'x-tag': 'a' } })))
    await serving(app, async ({ url }) => {
      const answer = await fetch(url, { method: 'HEAD' })
      expect([answer.headers.get('x-tag'), await answer.text(), isCancelled]).toEqual(['a', '', true])
    })
  })

  it('streams: a chunk arrives before the next one exists', async () => {
    let release = () => {}
    const arrived = new Promise<void>((resolve) => {
      release = resolve
    })
    const pieces = async function* () {
      yield 'one'
      await arrived
      yield 'two'
    }
    const app = express().use(toExpress(async () => new Response(streamOf(pieces()))))
    await serving(app, async ({ url }) => {
      const reader = (await fetch(url)).body?.getReader()
      expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('one')
      release()
      expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('two')
      expect((await reader?.read())?.done).toBe(true)
    })
  })

  it('reads the response no faster than the client, and to its end', async () => {
    let made = 0
    const total = 400
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        made += 1
        controller.enqueue(new Uint8Array(65_536))
        if (made === total) controller.close()
      },
    })
    const app = express().use(toExpress(async () => new Response(body)))
    await serving(app, async ({ port }) => {
      const socket = connect(port, '127.0.0.1')
      socket.write(raw('GET /', { connection: 'close' }))
      socket.pause()
      await settled(() => made)
      expect(made).toBeLessThan(total)
      let bytes = 0
      for await (const chunk of socket) bytes += (chunk as Uint8Array).length
      expect(bytes).toBeGreaterThan(total * 65_536)
    })
  })

  it('aborts the signal when the client disconnects, and reports no error', async () => {
    const errors: unknown[] = []
    const app = express()
    let handled: Promise<unknown> = Promise.resolve()
    let reach = () => {}
    const reached = new Promise<void>((resolve) => {
      reach = resolve
    })
    app.use(
      toExpress(async ({ signal }) => {
        const aborted = new Promise<never>((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason))
        })
        handled = aborted.catch((error: unknown) => error)
        reach()
        return aborted
      }),
    )
    app.use(keeping(errors))
    await serving(app, async ({ port }) => {
      const socket = connect(port, '127.0.0.1')
      socket.write(raw('GET /', {}))
      await reached
      socket.destroy()
      expect(await handled).toBeInstanceOf(DOMException)
      await settled(() => errors.length)
      expect(errors).toEqual([])
    })
  })

  it('stops an endless response when the client disconnects', async () => {
    let stop = () => {}
    const stopped = new Promise<void>((resolve) => {
      stop = resolve
    })
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
      cancel: () => stop(),
    })
    const app = express().use(toExpress(async () => new Response(body)))
    await serving(app, async ({ port }) => {
      const socket = connect(port, '127.0.0.1')
      socket.write(raw('GET /', {}))
      await once(socket, 'data')
      socket.destroy()
      await stopped
    })
  })

  it.each([
    ['rejects', () => Promise.reject(new Error('mine'))],
    [
      'throws',
      () => {
        throw new Error('mine')
      },
    ],
  ])('passes the error to next when the handler %s', async (_case, handler: () => Promise<Response>) => {
    const errors: unknown[] = []
    const app = express()
    app.use(toExpress(handler), keeping(errors))
    await serving(app, async ({ url }) => {
      expect((await fetch(url)).status).toBe(500)
      expect(errors).toEqual([new Error('mine')])
    })
  })

  it('breaks the connection when a response fails half way, so that it is not taken as complete', async () => {
    const pieces = async function* () {
      yield 'half'
      throw new Error('mine')
    }
    const app = express().set('env', 'test')
    app.use(toExpress(async () => new Response(streamOf(pieces()))))
    await serving(app, async ({ url }) => {
      const answer = await fetch(url)
      await expect(answer.text()).rejects.toThrow(TypeError)
    })
  })

  it('returns a handler by the types of Express', () => {
    const handler = async () => new Response()
    const bound: RequestHandler = toExpress(handler)
    const withItsOwnRequest = toExpress(async (_request, { cookies }: Request) => Response.json(cookies))
    expect(express().post('/a', toExpress(handler), bound, withItsOwnRequest)).toBeTypeOf('function')
  })
})

describe('toExpress', () => {
  it('throws at construction without a handler', () => {
    const create = toExpress as (handler?: unknown) => unknown
    expect(() => create()).toThrow('`handler` must be a function')
  })
})

function keeping(errors: unknown[]): ErrorRequestHandler {
  return (error, _request, response, _next) => {
    errors.push(error)
    response.status(500).end()
  }
}

function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next()
      if (done === true) controller.close()
      else controller.enqueue(new TextEncoder().encode(value))
    },
  })
}

/** Resolves when a number stays the same for 50 turns of the event loop. */
async function settled(read: () => number): Promise<void> {
  for (let before = -1, same = 0; same < 50; same = before === read() ? same + 1 : 0, before = read()) {
    await new Promise((resolve) => setImmediate(resolve))
  }
}
