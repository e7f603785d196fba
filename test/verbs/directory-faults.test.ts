import { describe, expect, it } from 'vitest'
import type { TapEvent } from '../../src/core/event/event.js'
import type { Delivery } from '../../src/ports/deliverer.js'
import type { DirectoryUser } from '../../src/ports/directory.js'
import type { Notice } from '../../src/ports/notifier.js'
import { until } from '../support/time-limits.js'
import type { World, WorldOptions } from '../support/world.js'
import { admin, createWorld } from '../support/world.js'

const canary = 'canary@example.com, eve@example.com'
const ada = { actor: admin, user: 'ada' }

function worldOf(entry: object, options: WorldOptions = {}): World {
  return createWorld({ users: [{ id: 'ada', isEnabled: true, ...entry } as DirectoryUser], ...options })
}

const reportsIn = (events: readonly TapEvent[]): readonly TapEvent[] =>
  events.filter(({ type }) => type.startsWith('directory.'))

/** A value of the wrong type for every field, and whether access depends on the field. The type makes the table complete. */
const wrongValues: { readonly [Field in keyof Required<DirectoryUser>]: readonly [wrong: unknown, isFatal: boolean] } =
  {
    id: [7, true],
    isEnabled: [1, true],
    incarnation: ['', true],
    type: ['guest', true],
    roles: [['Global Reader', 7], true],
    groups: ['staff', true],
    isRestricted: [0, true],
    userPrincipalName: [7, false],
    displayName: [{}, false],
    employeeId: [4711, false],
    managerId: ['', false],
    delegateId: [0, false],
    isAway: ['no', false],
    addresses: [{ email: canary }, false],
  }
const fields = Object.entries(wrongValues).map(([field, [wrong, isFatal]]) => ({ field, wrong, isFatal }))

describe('a directory entry with one wrong value', () => {
  it.each(fields.filter(({ isFatal }) => isFatal))('fails every call if access depends on it: $field', async (of) => {
    const user = { id: 'ada', isEnabled: true, [of.field]: of.wrong } as DirectoryUser
    const world = createWorld({ directory: { findUser: async () => user } })
    const failed = { code: 'TAP_PORT_FAILED', port: 'directory', operation: 'findUser' }
    await expect(world.tap.passes.create(ada)).rejects.toMatchObject(failed)
    await expect(world.tap.signIn({ user: 'ada', code: 'ABCD' })).rejects.toMatchObject({
      ...failed,
      message: expect.stringMatching(new RegExp(`findUser must return (an )?${of.field} `)),
    })
  })

  it.each(fields.filter(({ isFatal }) => !isFatal))('fails no call otherwise, and is reported: $field', async (of) => {
    const world = worldOf({ [of.field]: of.wrong })
    const { temporaryAccessPass: code } = await world.issue()
    expect(reportsIn(world.events)).toMatchObject([
      { type: 'directory.fieldIgnored', userId: 'ada', details: { field: of.field } },
    ])
    expect(await world.enter(code)).toBe('signedIn')
  })
})

describe('an address that its channel cannot carry', () => {
  it('is skipped and reported once a call, without the address', async () => {
    const world = worldOf({ addresses: [{ channel: 'email', value: canary }, 7, { channel: 'sms', value: 'call me' }] })
    await world.issue()
    const [report, ...more] = reportsIn(world.events)
    expect(report).toMatchObject({ type: 'directory.addressSkipped', userId: 'ada', actor: { id: 'help-desk' } })
    expect(report?.details).toEqual({ channel: 'email', reason: 'characters' })
    expect(more).toEqual([])
    expect(JSON.stringify(world.events)).not.toContain('canary')
  })

  it('is not among the addresses of a delivery or a notice', async () => {
    const delivered: Delivery[] = []
    const notices: Notice[] = []
    const good = { channel: 'email', value: 'ada@example.com' }
    const world = worldOf(
      { addresses: [{ channel: 'email', value: canary }, good, { channel: 'push', value: 'device,1' }] },
      {
        deliverer: async (delivery) => void delivered.push(delivery),
        notifier: async (notice) => void notices.push(notice),
      },
    )
    await world.tap.passes.create({ ...ada, deliverTo: 'email' })
    expect(delivered.map(({ addresses }) => addresses)).toEqual([[good]])
    await until(() => notices.length > 0)
    expect(notices[0]?.addresses).toEqual([good, { channel: 'push', value: 'device,1' }])
  })

  it('leaves no address: deliverTo is refused with noAddress', async () => {
    const world = worldOf({ addresses: [{ channel: 'email', value: canary }] })
    await expect(world.tap.passes.create({ ...ada, deliverTo: 'email' })).rejects.toMatchObject({
      code: 'TAP_POLICY_VIOLATION',
      issues: [{ code: 'noAddress' }],
    })
    expect(reportsIn(world.events)).toHaveLength(1)
  })

  it('is reported after the answer of a sign-in, so that its duration does not tell of a user', async () => {
    const journal: string[] = []
    const world = worldOf({ addresses: [{ channel: 'email', value: ' ' }] }, { journal })
    const { temporaryAccessPass: code } = await world.issue()
    world.events.length = 0
    journal.length = 0
    expect(await world.enter(code)).toBe('signedIn')
    expect(journal.filter((step) => step === 'event')).toHaveLength(1)
    await until(() => reportsIn(world.events).length > 0)
    expect(reportsIn(world.events)).toMatchObject([{ userId: 'ada', details: { channel: 'email', reason: 'blank' } }])
  })

  it('fails no call when the report cannot be recorded', async () => {
    const world = worldOf(
      { addresses: [{ channel: 'email', value: canary }] },
      {
        events: ({ type }) => {
          if (type.startsWith('directory.')) throw new Error('The log is full')
        },
      },
    )
    const { temporaryAccessPass: code } = await world.issue()
    expect(await world.enter(code)).toBe('signedIn')
  })

  it('is none with an unknown channel: it reaches the notifier and fails nothing', async () => {
    const notices: Notice[] = []
    const push = { channel: 'push', value: 'device-1' }
    const world = worldOf({ addresses: [push] }, { notifier: async (notice) => void notices.push(notice) })
    const { temporaryAccessPass: code } = await world.issue()
    expect(await world.enter(code)).toBe('signedIn')
    expect(reportsIn(world.events)).toEqual([])
    await until(() => notices.length > 1)
    expect(notices.map(({ addresses }) => addresses)).toEqual([[push], [push]])
  })
})
