import { Buffer } from 'node:buffer'
import { describe, expect, it } from 'vitest'
import { admin, createWorld, wrongCode } from '../support/world.js'

describe('the FIPS suite', () => {
  it('issues, refuses, counts and signs in, with PBKDF2 for short codes', async () => {
    const world = createWorld({ cryptography: 'fips', policy: { defaultLength: 8 } })
    const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: true })
    expect(JSON.parse((await world.row())?.body ?? '{}')).toMatchObject({ pass: { scheme: 'pbkdf2-1' } })
    expect(await world.enter('WRONG234')).toBe('wrongCode')
    expect(await world.enter(code.toLowerCase())).toBe('signedIn')
    expect(await world.enter(code)).toBe('oneTimeUsed')
  })

  it('needs no slow hash for long codes, and has a seal of its own', async () => {
    const world = createWorld({ cryptography: 'fips' })
    const { temporaryAccessPass: code } = await world.issue()
    const row = await world.row()
    expect(JSON.parse(row?.body ?? '{}')).toMatchObject({ pass: { scheme: 'hmac-1' } })
    expect(Buffer.from(row?.seal ?? '', 'base64url')[0]).toBe(4)
    expect(await world.enter(wrongCode)).toBe('wrongCode')
    expect(await world.enter(code)).toBe('signedIn')
  })

  it('detects a changed row and a moved row', async () => {
    const world = createWorld({ cryptography: 'fips' })
    const { temporaryAccessPass: code } = await world.issue()
    await world.issue('bob')
    const key = { tenantId: 'default', kind: 'user', id: 'ada' }
    const [adas, bobs] = [await world.row('ada'), await world.row('bob')]
    if (!adas || !bobs) throw new Error('No rows')
    await world.store.compareAndSet(key, adas.revision, { ...adas, body: adas.body.replace('false', 'true') })
    expect(await world.enter(code)).toBe('tampered')
    await world.store.compareAndSet(key, adas.revision, bobs)
    expect(await world.enter(code)).toBe('tampered')
  })

  it('re-seals with a new key', async () => {
    const world = createWorld({ cryptography: 'fips' })
    const { temporaryAccessPass: code } = await world.issue()
    const newer = { id: 'newer', secret: world.randomBytes(32) }
    const both = world.another({ keys: [newer, ...world.keys] })
    const { cursor } = await both.maintenance.reseal()
    expect(await both.maintenance.reseal({ cursor })).toMatchObject({ resealed: 1, remaining: 0 })
    expect(await world.another({ keys: [newer] }).signIn({ user: 'ada', code })).toMatchObject({ ok: true })
  })

  it.each([
    ['fips', 'default'],
    ['default', 'fips'],
  ] as const)('refuses documents of %s as of another format where the suite is %s', async (before, after) => {
    const world = createWorld({ cryptography: before })
    const { temporaryAccessPass: code } = await world.issue()
    const other = createWorld({ cryptography: after, store: world.store, keys: world.keys })
    expect(await other.enter(code)).toBe('otherFormat')
    await expect(other.tap.passes.get({ actor: admin, user: 'ada' })).rejects.toMatchObject({
      code: 'TAP_UNREADABLE_DOCUMENT',
      reason: 'otherFormat',
      message: expect.stringContaining('"cryptography"'),
    })
    expect(other.events.at(-1)).toMatchObject({ type: 'call.failed', details: { reason: 'otherFormat' } })
  })
})
