import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { encodeRepudiation } from '../../src/core/notice/repudiation.js'
import { createKeyRing } from '../../src/crypto/key-ring.js'
import { sealToken } from '../../src/crypto/token.js'
import { hostile } from '../support/hostile.js'
import type { SignedIn } from '../support/signed-in.js'
import { createSignedIn, lastEvent, outcomeOf, passkey, signIn } from '../support/signed-in.js'

let world: SignedIn
let otherGrant: string
let repudiationToken: string

beforeAll(async () => {
  world = await createSignedIn({}, { isUsableOnce: false })
  otherGrant = (await signIn(world.tap, world.code)).grant
  repudiationToken = repudiationTokenOf(world)
})

/** Expects a refusal, one event and no read of the store. */
async function expectMalformed(grant: unknown): Promise<void> {
  const shown = { grant: grant as string }
  const before = world.events.length
  expect(await world.tap.grants.verify({ ...shown, purpose: 'session' })).toEqual({ ok: false, reason: 'malformed' })
  expect(await world.tap.registrations.complete({ ...shown, credential: passkey() })).toEqual({
    ok: false,
    reason: 'malformed',
  })
  const emitted = world.events.slice(before)
  expect(emitted.map(({ type }) => type)).toEqual(['grant.refused', 'grant.refused'])
  expect(emitted.map(({ userId }) => userId)).toEqual([undefined, undefined])
}

describe('anything but a grant', () => {
  it('is malformed as any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.base64String()), expectMalformed),
    )
  })

  it('is malformed as any value', async () => {
    await fc.assert(fc.asyncProperty(hostile, (make) => expectMalformed(make())))
  })

  it('is malformed with any one bit flipped', async () => {
    const { grant } = world.result
    const flips = fc.record({ at: fc.nat(grant.length - 1), bit: fc.nat(6) })
    await fc.assert(
      fc.asyncProperty(flips, ({ at, bit }) => {
        const flipped = String.fromCharCode(grant.charCodeAt(at) ^ (1 << bit))
        return expectMalformed(grant.slice(0, at) + flipped + grant.slice(at + 1))
      }),
    )
  })

  it('is malformed with characters removed, doubled or added', async () => {
    const { grant } = world.result
    const cuts = fc.record({ start: fc.nat(grant.length), end: fc.nat(grant.length) })
    await fc.assert(
      fc.asyncProperty(cuts, fc.constantFrom('', ' ', '.', '=', 'A'), async ({ start, end }, beside) => {
        const cut = grant.slice(0, start) + beside + grant.slice(end)
        if (cut !== grant) await expectMalformed(cut)
      }),
    )
  })

  it('is malformed as a mixture of two grants', async () => {
    const [revision, seal] = world.result.grant.split('.')
    const [otherRevision, otherSeal] = otherGrant.split('.')
    await expectMalformed(`${revision}.${otherSeal}`)
    await expectMalformed(`${otherRevision}.${seal}`)
    await expectMalformed(`${seal}.${revision}`)
  })

  it('is malformed as a repudiation token under the same key', async () => {
    await expectMalformed(repudiationToken)
  })

  it('is malformed as a row of the store', async () => {
    const row = await world.row()
    await expectMalformed(`${row?.revision}.${row?.seal}`)
  })

  it('is no repudiation token either', async () => {
    expect(await world.tap.repudiate({ token: world.result.grant })).toEqual({ ok: false })
    expect(lastEvent(world)).toMatchObject({ type: 'repudiation.refused', details: { reason: 'malformed' } })
  })

  it('does not invalidate the real grant', async () => {
    const { grant } = world.result
    expect(outcomeOf(await world.tap.grants.verify({ grant, purpose: 'session' }))).toBe('ok')
  })
})

function repudiationTokenOf({ keys, clock, randomBytes, passId }: SignedIn): string {
  const sealing = { ring: createKeyRing(keys), cryptography: 'default', randomBytes } as const
  const untilMs = clock.now() + 1_000_000
  const bytes = encodeRepudiation({ noticeId: 'n', userId: 'ada', passId, untilMs })
  return sealToken(sealing, 'repudiation', 'default', bytes)
}
