import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createNotifiedWorld } from '../support/notified-world.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('the event of a repudiation stays one line, and the result is as it was registered', async () => {
  const world = createNotifiedWorld()
  const { temporaryAccessPass } = await world.issue('ada', { isUsableOnce: false })
  const { grant } = await world.signIn(temporaryAccessPass)
  const credential = { id: 'a\r\nb', type: 'pass\u2028key', label: '\u202e' }
  const policy = { registrableCredentials: { types: [credential.type], maximum: 9 } }
  await world.tap.policy.update({ actor: world.admin, patch: policy })
  await world.tap.registrations.complete({ grant, credential })
  await world.settle()
  const [notice] = world.notices
  const answer = await world.tap.repudiate({ token: notice?.repudiationToken ?? '' })
  expect(answer).toMatchObject({ ok: true, deleted: { registrations: [{ credential }] } })
  expect(world.events.at(-1)).toMatchObject({
    type: 'pass.deleted',
    details: { registrations: [{ credential: { id: 'a\\u{D}\\u{A}b', type: 'passkey', label: '' } }] },
  })
})
