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
      return { status: answer.status, calls: tap.calls, errors }
    })
  }

  it.each(Object.keys(parsers))('arrives unchanged %s', async (name) => {
    const before = parsers[name] ?? []
    for (const [body, headers] of [
      [json, isJson],
      [form, isForm],
    ] as const) {
      const { status, calls } = await send(before, body, headers)
      expect(status).toBe(200)
      expect(calls).toMatchObject([canary])
    }
  })

  it('arrives unchanged when a parser decodes it and the bridge encodes it again', async () => {
    const typed = { user: 'Zoë & co=?+% 🗝️', code: ' k7mq\tz3xw ', attemptId: 'a+b/c=d&e f' }
    const before = parsers['after both'] ?? []
    const encoded = new URLSearchParams(typed).toString()
    expect((await send(before, JSON.stringify(typed), isJson)).calls).toMatchObject([typed])
    expect((await send(before, encoded, isForm)).calls).toMatchObject([typed])
  })

  it('is accepted when it was compressed and a parser decompressed it', async () => {
    const { status, calls } = await send([express.json()], new Uint8Array(gzipSync(json)), {
      ...isJson,
      'content-encoding': 'gzip',
    })
    expect(status).toBe(200)
    expect(calls).toMatchObject([canary])
  })

  it.each(Object.keys(parsers))('with a form field that is given twice or nested is refused %s', async (name) => {
    for (const body of [`${form}&code=2`, `${form}&code[]=2`, `user[a]=1&code=2`, `${form}&extra=1`]) {
      const { status, calls } = await send(parsers[name] ?? [], body, isForm)
      expect([body, status, calls]).toEqual([body, 400, []])
    }
  })

  it.each(['before any parser', 'after parsers that keep the raw body', 'after the raw parser'])(
    'with a JSON member that is given twice is refused %s',
    async (name) => {
      const { status, calls } = await send(parsers[name] ?? [], twice, isJson)
      expect([status, calls]).toEqual([400, []])
    },
  )

  it.each(Object.keys(parsers))('over 4 KiB is refused %s', async (name) => {
    const long = JSON.stringify({ ...canary, user: 'a'.repeat(4_096) })
    const { status, calls } = await send(parsers[name] ?? [], long, isJson)
    expect([status, calls]).toEqual([413, []])
  })

  it.each(Object.keys(parsers))('of another content type is refused %s', async (name) => {
    const { status, calls } = await send(parsers[name] ?? [], json, { ...isJson, 'content-type': 'text/plain' })
    expect([status, calls]).toEqual([415, []])
  })

  it('of a content type that only its parser knows is refused', async () => {
    const before: RequestHandler[] = [express.json({ type: '*/*' })]
    const { status, calls } = await send(before, json, { ...isJson, 'content-type': 'application/yaml' })
    expect([status, calls]).toEqual([415, []])
  })

  it('with a body that other middleware read and dropped is an error for next', async () => {
    const drop: RequestHandler = (request, _response, next) => {
      Object.assign(request, { body: undefined })
      next()
    }
    const { status, errors, calls } = await send([readAway, drop], json, isJson)
    expect([status, calls]).toEqual([500, []])
    expect(errors).toEqual([expect.any(TypeError)])
  })

  it('from a page of another site is refused by the origin that Express knows', async () => {
    const foreign = { ...isForm, origin: 'https://evil.example' }
    for (const site of ['cross-site', 'same-site']) {
      expect((await send([], form, { ...foreign, 'sec-fetch-site': site })).status).toBe(403)
    }
  })
})
