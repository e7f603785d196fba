import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { channelLimits } from '../../src/core/pass/channel-limits.js'
import type { NewPass } from '../../src/core/pass/create.js'
import { newPass, objectionsToPass } from '../../src/core/pass/create.js'
import type { Policy } from '../../src/core/policy/policy.js'
import { entraPolicy } from '../../src/core/policy/presets.js'
import type { DeliveryChannel, DirectoryUser } from '../../src/ports/directory.js'
import { dayMs, hourMs, minuteMs, secondMs } from '../support/clock.js'

const nowMs = Date.UTC(2026, 10, 23, 6)
// Written by hand from NIST: do not change a row to make a test pass.
const caps = [
  ['email', 1_440],
  ['sms', 10],
  ['voice', 10],
  ['post', 43_200],
] as const
const ada: DirectoryUser = {
  id: 'ada',
  isEnabled: true,
  addresses: caps.map(([channel]) => ({ channel, value: `ada by ${channel}` })),
}
const widest: Policy = {
  ...entraPolicy,
  state: 'enabled',
  minimumLifetimeInMinutes: 10,
  maximumLifetimeInMinutes: 43_200,
}

describe.each(caps)('a code delivered by %s', (deliverTo, cap) => {
  it('is valid for as long as NIST allows, and not a minute longer', () => {
    expect(channelLimits[deliverTo].maximumInMinutes).toBe(cap)
    expect(objections({ deliverTo, lifetimeInMinutes: cap })).toEqual([])
    const longer = objections({ deliverTo, lifetimeInMinutes: cap + 1 })
    expect(longer).toContainEqual(
      expect.objectContaining({ code: 'channelLifetime', field: 'lifetimeInMinutes', minimum: 10, maximum: cap }),
    )
  })

  it('is valid for the default lifetime, or for the channel limit if that is shorter', () => {
    for (const defaultLifetimeInMinutes of [10, 60, 1_440, 1_441, 43_200]) {
      const policy = { ...widest, defaultLifetimeInMinutes }
      expect(objections({ deliverTo }, policy)).toEqual([])
      expect(lifetimeOf({ deliverTo }, policy)).toBe(Math.min(defaultLifetimeInMinutes, cap))
    }
  })

  it('ends within the channel limit from now, however late it starts', () => {
    const delays = fc.oneof(
      fc.integer({ min: -30 * secondMs, max: cap * minuteMs }),
      fc.integer({ min: 0, max: 90 * dayMs }),
    )
    const lifetimes = fc.option(fc.integer({ min: 10, max: 43_200 }), { nil: undefined })
    fc.assert(
      fc.property(delays, lifetimes, (delay, lifetimeInMinutes) => {
        const request = { deliverTo, startDateTime: new Date(nowMs + delay), lifetimeInMinutes }
        const isRefused = objections(request).length > 0
        const { startAtMs, endAtMs } = newPass(widest, request, making)
        const isKept = endAtMs <= nowMs + cap * minuteMs && endAtMs > startAtMs
        expect(isRefused).toBe(!isKept)
      }),
    )
  })

  it('cannot start after the channel limit', () => {
    const startDateTime = new Date(nowMs + cap * minuteMs)
    expect(objections({ deliverTo, startDateTime })).toMatchObject([
      { code: 'channelLifetime', field: 'startDateTime' },
    ])
  })
})

describe('if policy and channel disagree', () => {
  const strict: Policy = { ...widest, minimumLifetimeInMinutes: 60, maximumLifetimeInMinutes: 480 }

  it('the channel wins over a longer minimum lifetime', () => {
    expect(objections({ deliverTo: 'sms' }, strict)).toEqual([])
    expect(lifetimeOf({ deliverTo: 'sms' }, strict)).toBe(10)
    expect(objections({ deliverTo: 'sms', lifetimeInMinutes: 10 }, strict)).toEqual([])
    expect(objections({ deliverTo: 'sms', lifetimeInMinutes: 60 }, strict)).toMatchObject([
      { code: 'channelLifetime', minimum: 10, maximum: 10 },
    ])
  })

  it('the policy wins over a channel that allows more or has no limit', () => {
    for (const deliverTo of ['email', 'post', 'print'] as const) {
      expect(objections({ deliverTo, lifetimeInMinutes: 481 }, strict)).toMatchObject([
        { code: 'lifetimeOutOfRange', minimum: 60, maximum: 480 },
      ])
      expect(objections({ deliverTo, lifetimeInMinutes: 59 }, strict)).toMatchObject([{ code: 'lifetimeOutOfRange' }])
    }
  })

  it('both object to a lifetime that neither allows', () => {
    const codes = objections({ deliverTo: 'sms', lifetimeInMinutes: 481 }, strict).map(({ code }) => code)
    expect(codes).toEqual(['channelLifetime', 'lifetimeOutOfRange'])
  })

  it('only the policy limits a pass whose code the administrator receives', () => {
    expect(objections({ lifetimeInMinutes: 43_200, startDateTime: new Date(nowMs + hourMs) })).toEqual([])
  })
})

describe('an address', () => {
  it.each(caps)('is required for %s, on the same channel', (deliverTo) => {
    const addresses = ada.addresses?.filter(({ channel }) => channel !== deliverTo)
    for (const user of [
      { ...ada, addresses },
      { ...ada, addresses: [] },
      { id: 'ada', isEnabled: true },
    ]) {
      expect(objectionsToPass(widest, user, { deliverTo }, nowMs)).toMatchObject([
        { code: 'noAddress', field: 'deliverTo' },
      ])
    }
  })

  it('is not required for a code that is handed over in person', () => {
    expect(objectionsToPass(widest, { id: 'ada', isEnabled: true }, { deliverTo: 'print' }, nowMs)).toEqual([])
  })
})

it('every channel limit names its source', () => {
  const channels = Object.keys(channelLimits) as DeliveryChannel[]
  expect(channels.sort()).toEqual([...caps.map(([channel]) => channel), 'print'].sort())
  for (const channel of channels) expect(channelLimits[channel].source).not.toBe('')
})

const making = { id: 'pass', alphabet: 'crockford', scheme: 'hmac', nowMs } as unknown as Parameters<typeof newPass>[2]

function objections(request: NewPass, policy: Policy = widest) {
  return objectionsToPass(policy, ada, request, nowMs)
}

function lifetimeOf(request: NewPass, policy: Policy): number {
  const { startAtMs, endAtMs } = newPass(policy, request, making)
  return (endAtMs - startAtMs) / minuteMs
}
