import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import { sqliteStore } from '../../adapters/sqlite/index.js'
import { dayMs, hourMs, minuteMs } from '../support/clock.js'
import { wrongCode } from '../support/codes.js'
import type { World } from '../support/world.js'
import { admin, createWorld } from '../support/world.js'

const ada = { actor: admin, user: 'ada' }
const zoneBefore = process.env['TZ']

afterEach(() => {
  if (zoneBefore === undefined) delete process.env['TZ']
  else process.env['TZ'] = zoneBefore
})

describe('a known failure:', () => {
  // https://github.com/advisories/GHSA-xmmm-jw76-q7vg: a further window was accepted.
  it.each([
    [-1, 'signedIn'],
    [0, 'expired'],
    [1, 'expired'],
  ])('the stated end is the enforced end (%i ms from it)', async (offMs, expected) => {
    const { clock, issue, enter } = createWorld()
    const { temporaryAccessPass: code, endDateTime } = await issue()
    clock.set(endDateTime.getTime() + offMs)
    expect(await enter(code)).toBe(expected)
  })

  // Logto compared with <= in the program and < in the query, with different results.
  it('list, get, explain and sign-in agree at every edge of the window', async () => {
    for (const edge of ['startDateTime', 'endDateTime'] as const) {
      for (const offMs of [-1, 0, 1]) {
        const { tap, clock, issue, enter } = createWorld()
        const pass = await issue('ada', { startDateTime: new Date(clock.now() + hourMs) })
        clock.set(pass[edge].getTime() + offMs)
        const isInside = pass.startDateTime.getTime() <= clock.now() && clock.now() < pass.endDateTime.getTime()
        const { items } = await tap.passes.list({ actor: admin })
        const views = [items[0]?.isUsable, (await tap.passes.get(ada))?.isUsable]
        views.push(
          (await tap.users.explain(ada)).usability === 'usable',
          (await enter(pass.temporaryAccessPass)) === 'signedIn',
        )
        expect(views, `${edge} ${offMs}`).toEqual(new Array(4).fill(isInside))
      }
    }
  })

  // https://github.com/privacyidea/privacyidea/issues/1587: a side effect came before the check.
  it('an expired, used or future pass stays unchanged by any code', async () => {
    const arrangements: readonly ((world: World, code: string) => unknown)[] = [
      ({ clock }) => clock.advance(hourMs),
      ({ enter }, code) => enter(code),
      ({ clock }) => clock.advance(-minuteMs),
    ]
    for (const arrange of arrangements) {
      const world = createWorld()
      const startDateTime = new Date(world.clock.now() + 1)
      const { temporaryAccessPass: code } = await world.issue('ada', { startDateTime, isUsableOnce: true })
      world.clock.advance(1)
      await arrange(world, code)
      const before = await world.tap.users.explain(ada)
      const entered = [await world.enter(code), await world.enter(wrongCode())]
      expect(new Set(entered)).toEqual(new Set([before.usability]))
      expect(await world.tap.users.explain(ada)).toEqual(before)
    }
  })

  // https://github.com/siv-org/siv/issues/323: one endpoint ignored the expiry.
  it('a pass always ends: null, infinity and policies cannot prevent it', async () => {
    const { tap, issue } = createWorld()
    for (const never of [null, Number.POSITIVE_INFINITY, 0, Number.NaN]) {
      const lifetimeInMinutes = never as number
      await expect(issue('ada', { lifetimeInMinutes })).rejects.toMatchObject({ code: 'TAP_INVALID_INPUT' })
      const patch = { defaultLifetimeInMinutes: never as number }
      await expect(tap.policy.update({ actor: admin, patch })).rejects.toMatchObject({ code: 'TAP_INVALID_INPUT' })
    }
    expect((await issue()).endDateTime.getTime()).toBeGreaterThan(0)
  })

  // https://github.com/ory/kratos/commit/8f54814: a later step ignored the requested lifetime.
  it('the requested lifetime holds in pass, event, sign-in and refusal', async () => {
    const { clock, issue, tap, events, enter } = createWorld()
    const { temporaryAccessPass: code } = await issue('ada', { lifetimeInMinutes: 17 })
    const end = new Date(clock.now() + 17 * minuteMs)
    expect(events.at(-1)).toMatchObject({ details: { endDateTime: end } })
    expect(await tap.signIn({ user: 'ada', code })).toMatchObject({ signIn: { notAfter: end } })
    expect((await tap.passes.get(ada))?.endDateTime).toEqual(end)
    clock.set(end.getTime())
    expect(await enter(code)).toBe('expired')
  })

  // https://github.com/goauthentik/authentik/issues/26345: an inner object expired earlier.
  it.each([0.1, 0.5, 0.99])('a pass of thirty days signs in at %f of its life, in spite of sweeps', async (part) => {
    const { clock, issue, tap, enter } = createWorld({ policy: { retentionInDays: 1 } })
    const { temporaryAccessPass: code } = await issue('ada', { lifetimeInMinutes: 43_200 })
    clock.advance(part * 30 * dayMs)
    await tap.maintenance.sweep()
    expect(await enter(code)).toBe('signedIn')
  })

  // https://github.com/hoppscotch/hoppscotch/issues/3577, https://github.com/better-auth/better-auth/issues/567
  it('the time zone of the process changes no row, sentence or edge', async () => {
    const seen = new Set<string>()
    const offsets = new Set<number>()
    for (const zone of ['UTC', 'Asia/Kolkata', 'America/St_Johns']) {
      process.env['TZ'] = zone
      offsets.add(new Date(2026, 0, 1).getTimezoneOffset())
      const { clock, issue, tap, enter, row } = createWorld({ store: await sqlite() })
      const { temporaryAccessPass: code, endDateTime } = await issue()
      const { message } = await tap.users.explain(ada)
      clock.set(endDateTime.getTime() - 1)
      const inside = await enter(code)
      clock.advance(1)
      seen.add(JSON.stringify([(await row())?.body.replace(/"commitIds".*$/, ''), message, inside, await enter(code)]))
    }
    expect(offsets.size).toBe(3)
    expect(seen.size).toBe(1)
    expect([...seen][0]).toContain('signedIn","expired')
  })

  // https://github.com/duremovich/EasySchematic/issues/59: '2026-11-23T07:00' > '2026-11-23 23:00' as text.
  it('SQLite sweeps by number: later on the same day is later', async () => {
    const { clock, issue, tap, row } = createWorld({ store: await sqlite(), policy: { retentionInDays: 1 } })
    const { endDateTime } = await issue()
    clock.set(endDateTime.getTime() + dayMs - 1)
    await tap.maintenance.sweep()
    expect(await row()).toBeDefined()
    clock.advance(1)
    await tap.maintenance.sweep()
    expect(await row()).toBeUndefined()
  })

  // Pocket ID (#855): a browser with a wrong clock sent absolute times.
  it.each([-5, 5])('an immediate pass works on a machine whose clock is %i minutes off', async (minutes) => {
    const world = createWorld()
    const { temporaryAccessPass: code, lifetimeInMinutes } = await world.issue()
    const elsewhere = world.another({ clock: () => world.clock.now() + minutes * minuteMs })
    expect(lifetimeInMinutes).toBe(60)
    expect(await elsewhere.signIn({ user: 'ada', code })).toMatchObject({ ok: true })
  })
})

async function sqlite() {
  const store = sqliteStore({ database: new Database(':memory:') })
  await store.createSchema()
  return store
}
