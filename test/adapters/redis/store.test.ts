import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { redisStore } from '../../../adapters/redis/index.js'
import type { RedisProcess } from '../../local-servers/redis-process.js'
import { redisServerPath, startRedisProcess } from '../../local-servers/redis-process.js'
import { documentOf, farFutureMs, keyOf, storeOver } from './clients.js'

const dayMs = 86_400_000

describe.runIf(redisServerPath() !== undefined)('redisStore', () => {
  let server: RedisProcess
  let client: Redis
  let prefixes = 0
  beforeAll(async () => {
    server = await startRedisProcess()
    client = new Redis(server.url)
  })
  afterAll(async () => {
    client.disconnect()
    await server.stop()
  })

  const freshStore = () => {
    prefixes += 1
    const prefix = `t${prefixes}:`
    return { store: storeOver(client, { prefix }), prefix }
  }
  const namesIn = async (prefix: string) => (await client.keys(`${prefix}*`)).sort()

  it('writes hashes that an operator can read', async () => {
    const store = storeOver(client)
    await store.compareAndSet(keyOf('ada@example.com'), null, documentOf('r1', farFutureMs))
    const [name = ''] = await client.keys('tap:{*}:user:acme:*')
    expect(name).toMatch(/^tap:\{[0-9a-f]{2}\}:user:acme:ada%40example\.com$/)
    expect(await client.hgetall(name)).toEqual({
      revision: 'r1',
      body: documentOf('r1').body,
      seal: 'c2VhbA',
      retainUntilMs: String(farFutureMs),
    })
  })

  it('sets a time to live of a day past retainUntilMs, and renews it with every write', async () => {
    const { store, prefix } = freshStore()
    const expiry = async () => client.pexpiretime((await client.keys(`${prefix}*:user:acme:ada`))[0] ?? '')
    await store.compareAndSet(keyOf('ada'), null, documentOf('a', farFutureMs))
    expect(await expiry()).toBe(farFutureMs + dayMs)
    await store.compareAndSet(keyOf('ada'), 'a', documentOf('b', farFutureMs + 5))
    expect(await expiry()).toBe(farFutureMs + 5 + dayMs)
    await store.compareAndSet(keyOf('ada'), 'other', documentOf('c', null))
    expect(await expiry()).toBe(farFutureMs + 5 + dayMs)
    await store.compareAndSet(keyOf('ada'), 'b', documentOf('c', null))
    expect(await expiry()).toBe(-1)
    await store.compareAndSet(keyOf('ada'), 'c', documentOf('d', farFutureMs))
    expect(await expiry()).toBe(farFutureMs + dayMs)
  })

  it('keeps a document that is past when it is written for a day', async () => {
    const { store, prefix } = freshStore()
    const [before] = await client.time()
    await store.compareAndSet(keyOf('ada'), null, documentOf('a', 1_000))
    const [after] = await client.time()
    const expiry = await client.pexpiretime((await client.keys(`${prefix}*:user:acme:ada`))[0] ?? '')
    expect(expiry).toBeGreaterThanOrEqual(Number(before) * 1_000 + dayMs)
    expect(expiry).toBeLessThanOrEqual(Number(after) * 1_000 + dayMs)
    expect(await store.read([keyOf('ada')])).toEqual([documentOf('a', 1_000)])
  })

  it('sweeps by the clock of the server if the clock of the caller is ahead', async () => {
    const { store } = freshStore()
    await store.compareAndSet(keyOf('ada'), null, documentOf('a', farFutureMs))
    expect(await store.sweep({ nowMs: farFutureMs + 1, limit: 10 })).toBe(0)
    expect(await store.read([keyOf('ada')])).toEqual([documentOf('a', farFutureMs)])
  })

  it('keeps a document that is renewed between the two steps of a sweep', async () => {
    const { store, prefix } = freshStore()
    for (const id of ['ada', 'grace']) await store.compareAndSet(keyOf(id), null, documentOf('a', 1_000))
    let renewals = 0
    const between = new Proxy(client, {
      get(target, name) {
        if (name !== 'eval') return Reflect.get(target, name)
        return async (script: string, ...rest: [number, ...string[]]) => {
          const reply = await target.eval(script, ...rest)
          const isFound = script.includes('ZRANGEBYSCORE') && String(reply).includes('user:acme:ada')
          if (isFound) renewals += Number(await store.compareAndSet(keyOf('ada'), 'a', documentOf('b', farFutureMs)))
          return reply
        }
      },
    })
    expect(await storeOver(between, { prefix }).sweep({ nowMs: 1_000, limit: 10 })).toBe(1)
    expect(renewals).toBe(1)
    expect(await store.read([keyOf('ada'), keyOf('grace')])).toEqual([documentOf('b', farFutureMs), undefined])
  })

  it('never sweeps a document after a write with retainUntilMs null', async () => {
    const { store } = freshStore()
    await store.compareAndSet(keyOf('ada'), null, documentOf('a', 1_000))
    await store.compareAndSet(keyOf('ada'), 'a', documentOf('b', null))
    expect(await store.sweep({ nowMs: farFutureMs, limit: 10 })).toBe(0)
    expect(await store.read([keyOf('ada')])).toEqual([documentOf('b', null)])
  })

  it('handles a document that Redis has reclaimed as absent', async () => {
    const { store, prefix } = freshStore()
    for (const id of ['ada', 'grace', 'edith']) await store.compareAndSet(keyOf(id), null, documentOf('a', 1_000))
    await client.del(...(await client.keys(`${prefix}*:user:acme:[ag]*`)))
    expect((await store.scan({ kind: 'user', limit: 10 })).entries.map(({ key }) => key.id)).toEqual(['edith'])
    expect(await store.compareAndSet(keyOf('grace'), null, documentOf('b', farFutureMs))).toBe(true)
    expect(await store.sweep({ nowMs: 1_000, limit: 10 })).toBe(2)
    expect(await store.read([keyOf('grace')])).toEqual([documentOf('b', farFutureMs)])
    await store.compareAndSet(keyOf('grace'), 'b', null)
    expect(await namesIn(prefix)).toEqual([])
  })

  it('removes every key of a removed document', async () => {
    const { store, prefix } = freshStore()
    for (let user = 0; user < 20; user += 1) {
      await store.compareAndSet(keyOf(`user-${user}`), null, documentOf('a', user % 2 === 0 ? 1_000 : null))
    }
    expect(await store.sweep({ nowMs: 1_000, limit: 1_000 })).toBe(10)
    for (let user = 1; user < 20; user += 2) await store.compareAndSet(keyOf(`user-${user}`), 'a', null)
    expect(await namesIn(prefix)).toEqual([])
  })

  it('sweeps and scans more documents than one script takes', async () => {
    const { store } = freshStore()
    const ids = Array.from({ length: 450 }, (_, index) => `user-${index}`)
    await Promise.all(ids.map((id) => store.compareAndSet(keyOf(id), null, documentOf('a', 1_000))))
    const { entries } = await store.scan({ kind: 'user', limit: 500 })
    expect(entries.map(({ key }) => key.id).sort()).toEqual([...ids].sort())
    expect(await store.sweep({ nowMs: 1_000, limit: 430 })).toBe(430)
    expect(await store.sweep({ nowMs: 1_000, limit: 430 })).toBe(20)
  })

  it('works after the server has flushed its scripts', async () => {
    const { store } = freshStore()
    await client.script('FLUSH')
    expect(await store.compareAndSet(keyOf('ada'), null, documentOf('a'))).toBe(true)
    await client.script('FLUSH')
    expect(await store.read([keyOf('ada')])).toEqual([documentOf('a')])
    await client.script('FLUSH')
    expect(await store.sweep({ nowMs: 1_000, limit: 10 })).toBe(0)
  })

  it('rejects for a document that lacks a field', async () => {
    const { store, prefix } = freshStore()
    for (const field of ['revision', 'body', 'seal', 'retainUntilMs']) {
      await store.compareAndSet(keyOf(field), null, documentOf('a'))
      await client.hdel((await client.keys(`${prefix}*:user:acme:${field}`))[0] ?? '', field)
      await expect(store.read([keyOf(field)])).rejects.toThrow('lacks a field')
    }
  })

  it('refuses every call inside a transaction, and works again after it', async () => {
    const own = new Redis(server.url)
    const store = storeOver(own, { prefix: 'multi:' })
    await store.read([])
    await own.call('MULTI')
    await expect(store.compareAndSet(keyOf('ada'), null, documentOf('a'))).rejects.toThrow('inside a transaction')
    await own.call('DISCARD')
    expect(await store.compareAndSet(keyOf('ada'), null, documentOf('a'))).toBe(true)
    own.disconnect()
  })

  it('separates the documents of two prefixes', async () => {
    const [one, two] = [freshStore().store, freshStore().store]
    await one.compareAndSet(keyOf('ada'), null, documentOf('a', 1_000))
    expect(await two.read([keyOf('ada')])).toEqual([undefined])
    expect(await two.scan({ kind: 'user', limit: 1 })).toEqual({ entries: [] })
    expect(await two.sweep({ nowMs: 1_000, limit: 1 })).toBe(0)
  })

  it.each(['', 'a b', 'ta{p}', 'tap*', 'x'.repeat(51)])('refuses the prefix %o', (prefix) => {
    expect(() => redisStore({ client, prefix })).toThrow(RangeError)
  })

  it.each([undefined, null, {}, 'redis://localhost', { eval() {}, pipeline() {} }])(
    'refuses a client of neither library: %o',
    (other) => {
      expect(() => redisStore({ client: other as never })).toThrow('must be a client of ioredis or node-redis')
    },
  )

  it.each([0, -1, 1.5, Number.NaN])('refuses a limit, a number of replicas and a timeout of %o', async (number) => {
    const { store } = freshStore()
    await expect(store.sweep({ nowMs: 0, limit: number })).rejects.toThrow(RangeError)
    await expect(store.scan({ kind: 'user', limit: number })).rejects.toThrow(RangeError)
    expect(() => redisStore({ client, waitForReplicas: { count: number, timeoutMs: 1 } })).toThrow(RangeError)
    expect(() => redisStore({ client, waitForReplicas: { count: 1, timeoutMs: number } })).toThrow(RangeError)
  })

  it.each(['', 'x', '1', '{}', '[]', '["a"]', '["a",1]', '["a","b","c"]', '["\ud800","b"]'])(
    'refuses the cursor %o, which it did not return',
    async (cursor) => {
      await expect(freshStore().store.scan({ kind: 'user', limit: 1, cursor })).rejects.toThrow(RangeError)
    },
  )

  it('refuses the cursor of another tenant', async () => {
    const page = { kind: 'user', tenantId: 'acme', limit: 1, cursor: '["other","ada"]' }
    await expect(freshStore().store.scan(page)).rejects.toThrow(RangeError)
  })

  it('refuses text with half of a surrogate pair, and a fraction as retainUntilMs', async () => {
    const { store } = freshStore()
    const document = documentOf('a')
    await expect(store.read([keyOf('a\ud800')])).rejects.toThrow(RangeError)
    for (const bad of [{ body: '"\ud800"' }, { seal: '\ud800' }, { revision: '\ud800' }, { retainUntilMs: 0.5 }]) {
      await expect(store.compareAndSet(keyOf('a'), null, { ...document, ...bad })).rejects.toThrow(RangeError)
    }
  })
})
