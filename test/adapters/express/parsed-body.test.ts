import type { IncomingMessage } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { ErrorRequestHandler, RequestHandler } from 'express'
import { describe, expect, it } from 'vitest'
import { toExpress } from '../../../adapters/express/index.js'
import { createSignInHandler } from '../../../adapters/http/index.js'
import { canary, stubTap } from '../http/stub-tap.js'
import { serving, versions } from './server.js'

const json = JSON.stringify(canary)
const form = new URLSearchParams(canary).toString()
const twice = `{"user":"${canary.user}","code":"1","code":"${canary.code}"}`
const isJson = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }
const isForm = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }

describe.each(versions)('a sign-in in %s', (_, express) => {
  const keepRaw = {
    verify: (request: IncomingMessage, _: unknown, rawBody: Buffer) => void Object.assign(request, { rawBody }),
  }
  const readAway: RequestHandler = (request, _response, next) => {
    request.resume().on('end', next)
  }
  const parsers: Record<string, readonly RequestHandler[]> = {
    'before any parser': [],
    'after the JSON parser': [express.json()],
    'after the form parser': [express.urlencoded({ extended: true })],
    'after the simple form parser': [express.urlencoded({ extended: false })],
    'after both': [express.json(), express.urlencoded({ extended: true })],
    'after the raw parser': [express.raw({ type: '*/*' })],
    'after the text parser': [express.text({ type: '*/*' })],
    'after parsers that keep the raw body': [express.json(keepRaw), express.urlencoded({ extended: true, ...keepRaw })],
  }

  async function send(before: readonly RequestHandler[], body: BodyInit, headers: Record<string, string>) {
    const tap = stubTap()
    const errors: unknown[] = []
    const app = express()
    app.post('/', ...before, toExpress(createSignInHandler(tap)))
    const keep: ErrorRequestHandler = (error, _request, response, _next) => {
      errors.push(error)
      response.status(500).end()
    }
    app.use(keep)
    return serving(app, async ({ url }) => {
      const answer = await fetch(url, { method: 'POST', body, headers })
      return { status: answer.status, asked: tap.asked, errors }
    })
  }

  it.each(Object.keys(parsers))('is read as it was typed %s', async (name) => {
    const before = parsers[name] ?? []
    for (const [body, headers] of [
      [json, isJson],
      [form, isForm],
    ] as const) {
      const { status, asked } = await send(before, body, headers)
      expect(status).toBe(200)
      expect(asked).toMatchObject([canary])
    }
  })

  it('keeps what a parser must decode and the bridge encode again', async () => {
    const typed = { user: 'Zoë & co=?+% 🗝️', code: ' k7mq\tz3xw ', attemptId: 'a+b/c=d&e f' }
    const before = parsers['after both'] ?? []
    const encoded = new URLSearchParams(typed).toString()
    expect((await send(before, JSON.stringify(typed), isJson)).asked).toMatchObject([typed])
    expect((await send(before, encoded, isForm)).asked).toMatchObject([typed])
  })

  it('is read when it came compressed and a parser has inflated it', async () => {
    const { status, asked } = await send([express.json()], new Uint8Array(gzipSync(json)), {
      ...isJson,
      'content-encoding': 'gzip',
    })
    expect(status).toBe(200)
    expect(asked).toMatchObject([canary])
  })

  it.each(Object.keys(parsers))('that gives a form field twice or nested is refused %s', async (name) => {
    for (const body of [`${form}&code=2`, `${form}&code[]=2`, `user[a]=1&code=2`, `${form}&extra=1`]) {
      const { status, asked } = await send(parsers[name] ?? [], body, isForm)
      expect([body, status, asked]).toEqual([body, 400, []])
    }
  })

  it.each(['before any parser', 'after parsers that keep the raw body', 'after the raw parser'])(
    'that names a JSON member twice is refused %s',
    async (name) => {
      const { status, asked } = await send(parsers[name] ?? [], twice, isJson)
      expect([status, asked]).toEqual([400, []])
    },
  )

  it.each(Object.keys(parsers))('over 4 KiB is refused %s', async (name) => {
    const long = JSON.stringify({ ...canary, user: 'a'.repeat(4_096) })
    const { status, asked } = await send(parsers[name] ?? [], long, isJson)
    expect([status, asked]).toEqual([413, []])
  })

  it.each(Object.keys(parsers))('of another type is refused %s', async (name) => {
    const { status, asked } = await send(parsers[name] ?? [], json, { ...isJson, 'content-type': 'text/plain' })
    expect([status, asked]).toEqual([415, []])
  })

  it('of a type that only its parser understands is refused', async () => {
    const before: RequestHandler[] = [express.json({ type: '*/*' })]
    const { status, asked } = await send(before, json, { ...isJson, 'content-type': 'application/yaml' })
    expect([status, asked]).toEqual([415, []])
  })

  it('whose body somebody read and dropped is the host’s mistake, told to next', async () => {
    const drop: RequestHandler = (request, _response, next) => {
      Object.assign(request, { body: undefined })
      next()
    }
    const { status, errors, asked } = await send([readAway, drop], json, isJson)
    expect([status, asked]).toEqual([500, []])
    expect(errors).toEqual([expect.any(TypeError)])
  })

  it('from a foreign page is refused by the origin that Express knows', async () => {
    const foreign = { ...isForm, origin: 'https://evil.example' }
    for (const site of ['cross-site', 'same-site']) {
      expect((await send([], form, { ...foreign, 'sec-fetch-site': site })).status).toBe(403)
    }
  })
})
