import { describe, expect, it } from 'vitest'
import { dayMs } from '../../support/clock.js'
import type { SignedIn } from '../../support/signed-in.js'
import { createSignedIn, lastEvent, passkey } from '../../support/signed-in.js'
import { admin } from '../../support/world.js'

const ada = { actor: admin, user: 'ada' }

async function withPasskeys(): Promise<SignedIn> {
  const world = await createSignedIn()
  for (const number of [1, 2]) {
    await world.tap.registrations.complete({ grant: world.result.grant, credential: passkey(number) })
  }
  return world
}

describe('a registration', () => {
  it('is kept for as long as the application has not reported the credential as removed', async () => {
    const { tap, clock, row } = await withPasskeys()
    clock.advance(4_000 * dayMs)
    await tap.maintenance.sweep()
    expect(await tap.registrations.list(ada)).toMatchObject([
      { credential: { id: 'key-1' } },
      { credential: { id: 'key-2' } },
    ])
    await tap.registrations.remove({ ...ada, credentialId: 'key-1' })
    expect((await row())?.retainUntilMs).toBeNull()
    await tap.registrations.remove({ ...ada, credentialId: 'key-2' })
    clock.advance(31 * dayMs)
    await tap.maintenance.sweep()
    expect(await row()).toBeUndefined()
  })

  it('is removed by the id of the credential, and no other', async () => {
    const world = await withPasskeys()
    await world.tap.registrations.remove({ ...ada, credentialId: 'key-1' })
    expect(await world.tap.registrations.list(ada)).toMatchObject([{ credential: { id: 'key-2' } }])
    await world.tap.registrations.remove({ ...ada, credentialId: 'key-3' })
    expect(lastEvent(world)).toMatchObject({ type: 'registration.removed', details: { registrations: [] } })
    expect(await world.tap.registrations.list(ada)).toHaveLength(1)
  })

  it('can be removed again without an error, and the event names what was removed', async () => {
    const world = await withPasskeys()
    for (const registrations of [[{ credential: { id: 'key-1' }, passId: world.passId }], []]) {
      await world.tap.registrations.remove({ ...ada, credentialId: 'key-1' })
      expect(lastEvent(world)).toMatchObject({
        type: 'registration.removed',
        userId: 'ada',
        details: { registrations },
      })
    }
  })

  it('is kept for the retention only once a cascade has named it', async () => {
    const { tap, row } = await withPasskeys()
    await tap.passes.delete({ ...ada, cascade: true })
    expect((await row())?.retainUntilMs).not.toBeNull()
  })

  it('does not allow the pass to be used again when it is removed', async () => {
    const world = await withPasskeys()
    await world.tap.registrations.remove({ ...ada, credentialId: 'key-1' })
    expect(await world.enter(world.code)).toBe('oneTimeUsed')
  })
})
