import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { PassRow } from '../../../src/api/passes.js'
import { NotAuthorizedError } from '../../../src/errors.js'
import type { Delivery } from '../../../src/ports/deliverer.js'
import { hostileMakers } from '../../support/hostile.js'
import { contentOf } from '../../support/outcome.js'
import { admin, createWorld } from '../../support/world.js'
import { codeOf, codeOfResult, newUsers, outcomesOf, rowsFor, runRows } from './run-rows.js'

const emails = [{ channel: 'email', value: 'user@example.com' }] as const

describe('a run', () => {
  it('issues a working pass for every row, and yields results in row order', async () => {
    const { tap, enter } = createWorld({ users: newUsers(20) })
    const rows = rowsFor(newUsers(20).map(({ id }) => id))
    const results = await runRows(tap, rows, { concurrency: 7 })
    expect(results.map(({ index }) => index)).toEqual(rows.map((_, index) => index))
    expect(results.map(({ row }) => row)).toEqual(rows)
    for (const result of results) expect(await enter(codeOfResult(result), result.row.user)).toBe('signedIn')
  })

  it('yields results in row order if the first row takes longest', async () => {
    const world = createWorld({ users: newUsers(3) })
    let release = (): void => undefined
    const blocked = new Promise<void>((resolve) => {
      release = resolve
    })
    const slow = world.another({
      directory: {
        async findUser({ user }) {
          if (user === 'user0') await blocked
          if (user === 'user2') release()
          return world.users.get(user)
        },
      },
    })
    const results = await runRows(slow, rowsFor(['user0', 'user1', 'user2']))
    expect(results.map(({ row }) => row.user)).toEqual(['user0', 'user1', 'user2'])
  })

  it('reads rows from an array, a set, a generator or a stream', async () => {
    async function* stream() {
      yield* rowsFor(['ada', 'bob'])
    }
    function* generator() {
      yield* rowsFor(['ada', 'bob'])
    }
    for (const rows of [rowsFor(['ada', 'bob']), new Set(rowsFor(['ada', 'bob'])), stream(), generator()]) {
      expect(outcomesOf(await runRows(createWorld().tap, rows))).toEqual(['created', 'created'])
    }
    expect(await runRows(createWorld().tap, [])).toEqual([])
  })

  it('emits one event for each row, with the context of the run', async () => {
    const { tap, events } = createWorld()
    const rows = [...rowsFor(['ada', 'nobody', 'bob']), ...rowsFor(['ada'])]
    await runRows(tap, rows, { context: { correlationId: 'run-7' }, concurrency: 1 })
    expect(events.map(({ type, userId, correlationId }) => [type, userId, correlationId])).toEqual([
      ['pass.created', 'ada', 'run-7'],
      ['call.failed', undefined, 'run-7'],
      ['pass.created', 'bob', 'run-7'],
      ['pass.read', 'ada', 'run-7'],
    ])
  })

  it('refuses a row for the errors of a single call, and no other row', async () => {
    const { tap } = createWorld({ policy: { maximumLifetimeInMinutes: 60, defaultLifetimeInMinutes: 60 } })
    const row = { user: 'bob', idempotencyKey: 'hires' }
    const bad: readonly unknown[] = [
      { ...row, lifetimeInMinutes: 61 },
      { ...row, lifetimeInMinutes: 0.5 },
      { ...row, user: 'nobody' },
      { ...row, user: '' },
      { ...row, idempotencyKey: '' },
      { ...row, idempotencyKey: 'x'.repeat(513) },
      { user: 'bob' },
      { ...row, actor: admin },
      { ...row, startDateTime: new Date(0) },
      { ...row, startDate: '2026-12-01' },
      { ...row, startDate: '2026-12-01', timeZone: 'UTC', startDateTime: new Date() },
      { ...row, startDate: '2027-12-01', timeZone: 'UTC' },
      { ...row, deliverTo: 'email' },
      null,
      'bob',
    ]
    for (const one of bad) {
      const [refused, fine] = await runRows(tap, [one as PassRow, { user: 'ada', idempotencyKey: 'hires' }])
      expect(refused, JSON.stringify(one)).toMatchObject({ outcome: 'refused', row: one })
      expect(fine?.outcome).not.toBe('refused')
    }
    const outcomes = outcomesOf(await runRows(tap, bad as readonly PassRow[]))
    // The eighth names bob as the first did, and so on: only the first row of a user counts.
    expect(outcomes[0]).toBe('lifetimeOutOfRange lifetimeInMinutes')
    expect(outcomes[9]).toBe('type timeZone')
    expect(outcomes[10]).toBe('unknownField startDateTime')
    expect(outcomes[11]).toBe('duplicate user')
  })

  it('refuses hostile rows by field, and writes nothing for them', async () => {
    const world = createWorld()
    const results = await runRows(
      world.tap,
      hostileMakers.map((make) => make() as PassRow),
    )
    expect(results).toHaveLength(hostileMakers.length)
    for (const { outcome } of results) expect(outcome).toBe('refused')
    expect(await contentOf(world.store)).toEqual(await contentOf(createWorld().store))
  })

  it("starts each pass on the first day in the user's time zone", async () => {
    const { tap } = createWorld({ users: newUsers(2), now: Date.UTC(2026, 10, 23) })
    const results = await runRows(tap, [
      { user: 'user0', idempotencyKey: 'k', startDate: '2026-12-01', startTime: '09:00', timeZone: 'Asia/Tokyo' },
      { user: 'user1', idempotencyKey: 'k', startDate: '2026-12-01', timeZone: 'America/New_York' },
    ])
    const starts = results.map((result) => result.outcome === 'created' && result.pass.startDateTime.toISOString())
    expect(starts).toEqual(['2026-12-01T00:00:00.000Z', '2026-12-01T05:00:00.000Z'])
  })

  it('leaks no code into output, copies, events or the store', async () => {
    const { tap, events, row } = createWorld()
    const results = await runRows(tap, rowsFor(['ada', 'ada', 'nobody']))
    const code = codeOfResult(results[0])
    const outputs = [
      results,
      events,
      await row(),
      structuredClone(results.map((result) => ({ ...result, error: undefined }))),
    ]
    const printed = outputs
      .flatMap((value) => [inspect(value, { depth: 9, showHidden: true }), JSON.stringify(value)])
      .join()
    expect(printed).toContain('not printed')
    for (const form of [code, code.replaceAll('-', '')]) expect(printed).not.toContain(form)
  })

  it('delivers codes to users if the rows say so, and then returns none', async () => {
    const deliveries: Delivery[] = []
    const deliverer = async (delivery: Delivery): Promise<void> => {
      if (delivery.userId === 'user1') throw new Error('The mailbox is full')
      deliveries.push(delivery)
    }
    const { tap, enter } = createWorld({ users: newUsers(3, { addresses: emails }), deliverer })
    const rows = rowsFor(['user0', 'user1', 'user2'], { deliverTo: 'email' })
    const results = await runRows(tap, rows)
    expect(outcomesOf(results)).toEqual(['created', 'TAP_PORT_FAILED', 'created'])
    for (const result of results) expect('pass' in result && 'temporaryAccessPass' in (result.pass ?? {})).toBe(false)
    for (const { pass, userId } of deliveries) expect(await enter(pass.temporaryAccessPass, userId)).toBe('signedIn')
    expect(await tap.passes.get({ actor: admin, user: 'user1' })).toBeUndefined()
  })
})

describe('authorization', () => {
  it('is checked for every row', async () => {
    const { tap, users } = createWorld({ users: newUsers(3) })
    users.set('desk', { id: 'desk', isEnabled: true, roles: ['Authentication Administrator'] })
    users.set('user1', { id: 'user1', isEnabled: true, roles: ['Global Administrator'] })
    const rows = rowsFor(['user0', 'user1', 'desk', 'user2'])
    const results = await runRows(tap, rows, { actor: { kind: 'user', user: 'desk' } })
    expect(outcomesOf(results)).toEqual(['created', 'TAP_NOT_AUTHORIZED', 'TAP_NOT_AUTHORIZED', 'created'])
  })

  it('is checked during a run: an actor who loses the role gets no further', async () => {
    const { tap, users } = createWorld({ users: newUsers(3) })
    users.set('desk', { id: 'desk', isEnabled: true, roles: ['Global Administrator'] })
    const outcomes: string[] = []
    const run = {
      actor: { kind: 'user', user: 'desk' },
      rows: rowsFor(['user0', 'user1']),
      concurrency: 1,
    } as const
    for await (const result of tap.passes.createMany(run)) {
      outcomes.push(result.outcome)
      users.set('desk', { id: 'desk', isEnabled: false, roles: ['Global Administrator'] })
    }
    expect(outcomes).toEqual(['created', 'refused'])
  })

  it('does not reveal to an unauthorized actor which users exist', async () => {
    const { tap } = createWorld()
    const results = await runRows(tap, rowsFor(['ada', 'nobody']), { actor: { ...admin, permissions: [] } })
    for (const result of results) expect('error' in result && result.error).toBeInstanceOf(NotAuthorizedError)
  })
})

describe('input that is not valid', () => {
  it.each<[string, object, string]>([
    ['no rows', { rows: undefined }, 'type rows'],
    ['text, of which every letter would be a row', { rows: 'ada' }, 'type rows'],
    ['too much at once', { concurrency: 65 }, 'range concurrency'],
    ['nothing at once', { concurrency: 0 }, 'range concurrency'],
    ['a dry run that is neither', { isDryRun: 'yes' }, 'type isDryRun'],
    ['all of it', { rows: 1, concurrency: 0 }, 'range concurrency, type rows'],
    ['an unknown field', { tenantId: 'other' }, 'unknownField tenantId'],
  ])('is refused at the first result, with one event: %s', async (_, wrong, expected) => {
    const { tap, events } = createWorld()
    const run = runRows(tap, rowsFor(['ada']), wrong)
    await expect(run.catch((error) => codeOf(error))).resolves.toBe(expected)
    expect(events.map(({ type }) => type)).toEqual(['call.failed'])
  })
})

describe('a user in two rows', () => {
  it('gets the pass of the first row, and the second is refused', async () => {
    const { tap } = createWorld({ policy: { maximumLifetimeInMinutes: 1_440 } })
    const rows: readonly PassRow[] = [
      { user: 'ada', idempotencyKey: 'first' },
      { user: 'ADA@example.com', idempotencyKey: 'second' },
      { user: 'bob', idempotencyKey: 'first', lifetimeInMinutes: 1_441 },
      { user: 'bob', idempotencyKey: 'second' },
    ]
    const results = await runRows(tap, rows)
    expect(outcomesOf(results)).toEqual([
      'created',
      'duplicate user',
      'lifetimeOutOfRange lifetimeInMinutes',
      'duplicate user',
    ])
    expect(results[1]).toMatchObject({ error: { issues: [{ message: expect.stringContaining('ADA@example.com') }] } })
  })

  it('gets the pass of the first row, even if it is looked up last', async () => {
    const { another, users } = createWorld()
    let release = (): void => undefined
    const blocked = new Promise<void>((resolve) => {
      release = resolve
    })
    const directory = {
      async findUser({ user }: { readonly user: string }) {
        if (user === 'ada') await blocked
        else release()
        return users.get('ada')
      },
    }
    const rows = [
      { user: 'ada', idempotencyKey: 'first' },
      { user: 'Ada', idempotencyKey: 'second' },
    ]
    expect(outcomesOf(await runRows(another({ directory }), rows))).toEqual(['created', 'duplicate user'])
  })

  it('is unchanged by a second row with the same key', async () => {
    const { tap, enter } = createWorld()
    const results = await runRows(tap, rowsFor(['ada', 'ada@example.com', 'ada']))
    expect(outcomesOf(results)).toEqual(['created', 'unchanged', 'unchanged'])
    expect(await enter(codeOfResult(results[0]))).toBe('signedIn')
  })

  it('has the same results in a dry run', async () => {
    const { tap } = createWorld()
    const rows = [...rowsFor(['ada']), ...rowsFor(['ada'], { idempotencyKey: 'other' })]
    expect(outcomesOf(await runRows(tap, rows, { isDryRun: true }))).toEqual(['planned', 'duplicate user'])
  })
})

describe('a run by an actor who may issue and not read', () => {
  const hr = { kind: 'app', id: 'hr', permissions: ['passes.create'] } as const
  const reader = { ...hr, permissions: ['passes.create', 'passes.get'] } as const

  it('shows no pass that exists, neither in a dry run nor in an unchanged row', async () => {
    const { tap, issue, events } = createWorld()
    const { id } = await issue('ada')
    const rows = rowsFor(['ada'])
    const planOf = async (actor: typeof hr | typeof reader) => {
      const [row] = await runRows(tap, rows, { actor, isDryRun: true })
      return row?.outcome === 'planned' ? row.plan.replacedPassId : row
    }
    expect([await planOf(hr), await planOf(reader)]).toEqual([undefined, id])
    await runRows(tap, rows)
    const unchanged = { outcome: 'unchanged', pass: undefined }
    expect(await runRows(tap, rows, { actor: hr })).toMatchObject([unchanged])
    expect(events.at(-1)).toMatchObject({ type: 'pass.read', details: { passId: undefined } })
    expect(await runRows(tap, rows, { actor: reader })).toMatchObject([
      { outcome: 'unchanged', pass: { userId: 'ada' } },
    ])
  })

  it('asks the authorizer whether it may read', async () => {
    const authorize = ({ permission }: { readonly permission: string }) => permission === 'passes.create'
    const { tap } = createWorld({ authorize })
    await runRows(tap, rowsFor(['ada']))
    expect(await runRows(tap, rowsFor(['ada']))).toMatchObject([{ outcome: 'unchanged', pass: undefined }])
  })
})
