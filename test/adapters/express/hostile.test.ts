import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { toExpress } from '../../../adapters/express/index.js'
import { createSignInHandler } from '../../../adapters/http/index.js'
import { PortFailedError } from '../../../src/index.js'
import { canary, refusal, stubTap } from '../http/stub-tap.js'
import { exchange, raw, serving, versions } from './server.js'

const json = JSON.stringify(canary)
const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }
const chunked = { ...headers, 'transfer-encoding': 'chunked' }

/** One HTTP chunk. */
function chunk(text: string): string {
  return `${text.length.toString(16)}\r\n${text}\r\n`
}

describe.each(versions)('an attacker who sends sign-ins in %s', (_, express) => {
  function signInApp(tap = stubTap()) {
    return express()
      .set('env', 'development')
      .post('/', toExpress(createSignInHandler(tap)))
  }

  it('is disconnected while an oversized chunked body still arrives', async () => {
    await serving(signInApp(), async ({ port }) => {
      const answer = await exchange(port, raw('POST /', chunked, chunk(json.padEnd(5_000))))
      expect(answer).toMatch(/^HTTP\/1.1 413 /)
      expect(answer.toLowerCase()).toContain('connection: close')
    })
  })

  it('cannot make the server read an endless body', async () => {
    await serving(signInApp(), async ({ port }) => {
      const socket = connect(port, '127.0.0.1')
      const closed = once(socket, 'close')
      socket.on('error', () => undefined)
      socket.resume()
      socket.write(raw('POST /', chunked))
      const piece = chunk('a'.repeat(1_000))
      let written = 0
      while (!socket.destroyed && written < 1_000_000) {
        socket.write(piece)
        written += 1
        await new Promise((resolve) => setImmediate(resolve))
      }
      await closed
      expect(written).toBeLessThan(1_000_000)
    })
  })

  it('cannot hide a second request in a body that was refused unread', async () => {
    const paths: string[] = []
    const app = express()
    app.use((request, _response, next) => {
      paths.push(request.path)
      next()
    })
    app.post('/', toExpress(createSignInHandler(stubTap())))
    const hidden = raw('GET /hidden', {})
    await serving(app, async ({ port }) => {
      for (const length of [hidden.length, 5_000, 100_000]) {
        const type = { ...headers, 'content-type': 'text/plain', 'content-length': String(length) }
        await exchange(port, raw('POST /', type, hidden), '\r\n\r\n{')
      }
      expect(paths).toEqual(['/', '/', '/'])
    })
  })

  it('gets responses in order on one connection, up to the first unread body', async () => {
    const tap = stubTap(() => refusal)
    await serving(signInApp(tap), async ({ port }) => {
      const good = raw('POST /', { ...headers, 'content-length': String(json.length) }, json)
      const text = raw('POST /', { ...headers, 'content-type': 'text/plain', 'content-length': '2' }, 'ab')
      const answer = await exchange(port, good + good + text + good)
      expect(answer.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 401', 'HTTP/1.1 401', 'HTTP/1.1 415'])
    })
  })

  it('cannot reach the tap with a body that breaks off', async () => {
    const tap = stubTap()
    let settle: (response: Response) => void = () => {}
    const settled = new Promise<Response>((resolve) => {
      settle = resolve
    })
    const handler = createSignInHandler(tap)
    const app = express().post(
      '/',
      toExpress(async (request) => {
        const response = await handler(request)
        settle(response)
        return response
      }),
    )
    await serving(app, async ({ port }) => {
      const socket = connect(port, '127.0.0.1')
      socket.end(raw('POST /', { ...headers, 'content-length': '100' }, json.slice(0, 20)))
      socket.resume()
      expect((await settled).status).toBe(400)
      expect(tap.calls).toEqual([])
    })
  })

  it('never receives what was sent, nor the message of a failed port', async () => {
    const leak = new PortFailedError('store', 'read', new Error(canary.code))
    const fails = [
      leak,
      new Error(canary.code),
      canary.code,
      Object.assign(new Error('x'), { body: json, user: canary.user }),
    ]
    const lines = ['POST /', `POST /?code=${canary.code}`, 'PUT /', 'TRACE /', 'OPTIONS /']
    const types = [
      'application/json',
      'application/x-www-form-urlencoded',
      'text/plain',
      'application/json; charset=utf-7',
    ]
    const bodies = [json, json.slice(1), `{"${canary.code}":1}`, `code=${canary.code}%FF`, `${canary.code}\0\xff`]
    for (const failure of fails) {
      const tap = stubTap(() => {
        throw failure
      })
      const app = express()
        .set('env', 'development')
        .use(toExpress(createSignInHandler(tap)))
      await serving(app, async ({ port }) => {
        for (const line of lines) {
          for (const type of types) {
            for (const body of bodies) {
              const length = String(Buffer.byteLength(body))
              const sent = { ...headers, 'content-type': type, 'content-length': length, connection: 'close' }
              const answer = await exchange(port, raw(line, sent, body))
              expect(answer).toMatch(/^HTTP\/1.1 (?:[245]\d\d) /)
              expect(answer).not.toContain(canary.code)
              expect(answer).not.toContain(canary.user)
            }
          }
        }
      })
    }
  })
})
