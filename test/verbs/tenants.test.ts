import { describe, expect, it } from 'vitest'
import { failureOf } from '../support/calls.js'
import { wrongCode } from '../support/codes.js'
import { contentOf } from '../support/outcome.js'
import { admin, createWorld } from '../support/world.js'
import { everyPublicVerb, forged, shownWorld } from './every-public-verb.js'
import { everyVerb } from './every-verb.js'

const ada = { actor: admin, user: 'ada' }

describe('forTenant', () => {
  it('keeps passes, wrong codes and policies of tenants apart', async () => {
    const { tap, enter, issue } = createWorld({ policy: { wrongCodesBeforeLockout: 3 } })
    const other = tap.forTenant('other')
    const { temporaryAccessPass: code } = await issue()
    expect(await other.signIn({ user: 'ada', code })).toMatchObject({ ok: false })
    for (const number of [1, 2, 3]) await other.signIn({ user: 'ada', code: wrongCode(number) })
    await other.policy.update({ actor: admin, patch: { state: 'disabled' } })
    expect(await enter(code)).toBe('signedIn')
    expect((await tap.policy.get({ actor: admin })).state).toBe('enabled')
    expect((await other.passes.list({ actor: admin })).items).toEqual([])
  })

  it('names its tenant in the id, in events, and to every port', async () => {
    const asked: unknown[] = []
    const { tap, events } = createWorld({
      directory: {
        findUser: async (query) => {
          asked.push(query)
          return { id: 'ada', isEnabled: true }
        },
      },
    })
    const other = tap.forTenant('other')
    await other.passes.create(ada)
    expect(other.tenantId).toBe('other')
    expect(events).toMatchObject([{ tenantId: 'other' }])
    expect(asked).toEqual([{ user: 'ada', tenantId: 'other' }])
  })

  it('accepts ids of 1 to 512 characters', () => {
    const { tap } = createWorld()
    for (const wrong of ['', 'x'.repeat(513), '\ud800']) expect(() => tap.forTenant(wrong)).toThrow(RangeError)
    expect(() => tap.forTenant(7 as never)).toThrow(TypeError)
    expect(tap.forTenant('x'.repeat(512)).tenantId).toHaveLength(512)
  })

  it('keeps ids apart that give the same text when joined', async () => {
    const { users, tap } = createWorld()
    users.set('b:ada', { id: 'b:ada', isEnabled: true })
    const { temporaryAccessPass: code } = await tap.forTenant('a').passes.create({ actor: admin, user: 'b:ada' })
    expect(await tap.forTenant('a:b').signIn({ user: 'ada', code })).toMatchObject({ ok: false })
  })
})

const outcomes = everyVerb.filter(({ isAboutUser }) => isAboutUser)

describe.each(outcomes)('$name on a pass of another tenant', (tested) => {
  it('returns exactly what it returns for a missing one', async () => {
    const { tap } = createWorld()
    const issued = await tap.forTenant('theirs').passes.create(ada)
    const ours = tap.forTenant('ours')
    const takesPassId = tested.verb === 'passes.get' || tested.verb === 'passes.delete'
    const withId = (passId: string) => (takesPassId ? { passId } : {})
    const [existing, missing] = [withId(issued.id), withId('11111111-2222-4333-8444-555555555555')]
    if (tested.verb === 'passes.delete') {
      const failures = [existing, missing].map((extra) => failureOf(tested.call(ours, ada, extra)))
      const [first, second] = await Promise.all(failures)
      expect(first).toMatchObject({ code: 'TAP_PASS_NOT_FOUND' })
      expect(first).toEqual(second)
    } else if (tested.verb !== 'passes.create') {
      expect(await tested.call(ours, ada, existing)).toEqual(await tested.call(ours, ada, missing))
    } else {
      await tested.call(ours, ada)
    }
    const code = issued.temporaryAccessPass
    expect(await tap.forTenant('theirs').signIn({ user: 'ada', code })).toMatchObject({ ok: true })
  })
})

describe.each(everyPublicVerb)('$verb in another tenant', (tested) => {
  it('returns exactly what it returns for forged input, and changes no pass', async () => {
    const world = await shownWorld()
    const before = await contentOf(world.store, ['user', 'policy'])
    const other = world.tap.forTenant('other')
    const context = { correlationId: 'same' }
    const answer = await tested.call(other, world.shown, { context })
    expect(answer).toEqual(await tested.call(other, { ...forged, user: 'ada' }, { context }))
    expect(answer === false || (answer as { readonly ok: boolean }).ok === false).toBe(true)
    expect(await contentOf(world.store, ['user', 'policy'])).toEqual(before)
  })
})
