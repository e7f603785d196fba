import { describe, expect, it } from 'vitest'
import type { PolicyPatch } from '../../../src/core/policy/policy.js'
import { dayMs } from '../../support/clock.js'
import { requestRefused } from '../../support/refusals.js'
import type { Journal } from '../../support/spies.js'
import type { RequestWorld } from './request-world.js'
import { as, bad, binding, company, createRequestWorld, good } from './request-world.js'

interface Caller {
  readonly name: string
  readonly user?: string | undefined
  readonly employeeId?: string | undefined
  readonly policy?: PolicyPatch | undefined
  readonly decoy: string
}

const callers: readonly Caller[] = [
  { name: 'an unknown user', user: 'unknown@example.com', decoy: 'unknownUser' },
  { name: 'a user with a wrong employee id', employeeId: 'E-mona', decoy: 'wrongEmployeeId' },
  { name: 'a disabled user', user: 'gone', employeeId: 'E-gone', decoy: 'userDisabled' },
  { name: 'a guest of another organisation', user: 'guest', employeeId: 'E-guest', decoy: 'externalGuest' },
  {
    name: 'a user out of scope',
    policy: { excludeTargets: [{ targetType: 'user', id: 'rhea' }] },
    decoy: 'outOfScope',
  },
  { name: 'a user while the policy is disabled', policy: { state: 'disabled' }, decoy: 'disabled' },
]

const users = [
  ...company,
  { id: 'gone', isEnabled: false, employeeId: 'E-gone' },
  { id: 'guest', isEnabled: true, type: 'externalGuest', employeeId: 'E-guest' } as const,
]

describe('a user', () => {
  it('may paste their employee id with invisible characters and digits of their script', async () => {
    const world = createRequestWorld({ users: [...company, { id: 'arif', isEnabled: true, employeeId: 'E-471' }] })
    await world.requests.submit({
      user: 'arif',
      employeeId: '\u2067e-\u0664\u0667\u0661\u200F',
      clientBinding: binding,
    })
    expect(world.events.at(-1)).toMatchObject({ type: 'request.changed', userId: 'arif' })
  })
})

describe('an attacker', () => {
  it.each(callers)(
    'who submits for $name gets the answers of a known user, and never a pass',
    async ({ decoy, ...caller }) => {
      const [known, unknown] = [await journey({ name: 'rhea' }), await journey(caller)]
      expect(unknown.answers).toEqual(known.answers)
      expect(unknown.journal).toEqual(known.journal)
      const submitted = unknown.world.events.find(({ type }) => type === 'request.changed')
      expect(submitted).toMatchObject({ userId: undefined, details: { decoy } })
      const { requests } = unknown.world
      expect((await requests.list({ actor: as('grace'), view: 'all' })).items).toEqual([])
      expect((await requests.list({ actor: as('mona'), view: 'inbox' })).items).toEqual([])
      const requestId = unknown.requestId
      await expect(requests.startCall({ actor: as('mona'), requestId })).rejects.toMatchObject({
        code: 'TAP_REQUEST_NOT_FOUND',
      })
      expect(unknown.world.notices).toEqual([])
    },
  )

  it.each(callers)('who fails proofs for $name is locked out at the same one as a known user', async (caller) => {
    const [known, unknown] = [await failures({ name: 'rhea' }), await failures(caller)]
    expect(known.answers.map(({ ok }) => ok)).toEqual([true, true, true, true, true, false, false])
    expect(unknown).toEqual(known)
  })

  it('with an unknown name reaches the prover without a user id', async () => {
    const { world } = await journey({ name: 'an unknown user', user: 'unknown' })
    expect(world.challenges).toHaveLength(2)
    for (const challenge of world.challenges) expect(challenge.userId).toBeUndefined()
  })

  it('who types invisible characters has no employee id of a user without one', async () => {
    const world = createRequestWorld({ users: [...company, { id: 'blank', isEnabled: true, employeeId: '\u2067' }] })
    await world.requests.submit({ user: 'blank', employeeId: '\u2066', clientBinding: binding })
    expect(world.events.at(-1)).toMatchObject({ details: { decoy: 'wrongEmployeeId' } })
  })

  it('who guesses the employee id of a user does not lock that user out', async () => {
    const world = createRequestWorld()
    for (let guess = 0; guess < 6; guess += 1) {
      const answer = await world.requests.submit({ user: 'rhea', employeeId: 'E-wrong', clientBinding: binding })
      if (!answer.ok) break
      await world.requests.prove({
        requestId: answer.requestId,
        clientBinding: binding,
        prover: 'document',
        presented: bad,
      })
    }
    expect(await world.prove(await world.submitted(), 'document')).toMatchObject({ ok: true })
  })

  it('leaves no unknown name in stored documents or events', async () => {
    const world = createRequestWorld()
    await world.requests.submit({ user: 'K7MQ-Z3XW', employeeId: 'typed-employee', clientBinding: 'secret-cookie' })
    const { entries } = await world.store.scan({ kind: 'request', limit: 10 })
    expect(entries).toHaveLength(1)
    const kept = JSON.stringify(entries) + JSON.stringify(world.events)
    for (const typed of ['K7MQ', 'typed-employee', 'secret-cookie']) expect(kept).not.toContain(typed)
  })
})

describe('the input of a requester', () => {
  it.each(['prove', 'edit', 'status', 'collect', 'cancel'] as const)(
    'is refused for another client and for an unknown request: %s',
    async (verb) => {
      const world = createRequestWorld()
      const clientRequest = await world.approved()
      const call = (input: object) =>
        world.requests[verb]({
          ...clientRequest,
          ...(verb === 'prove' && { prover: 'liveness', presented: good }),
          ...input,
        } as never)
      for (const input of [
        { clientBinding: 'another browser' },
        { requestId: '00000000-0000-4000-8000-000000000000' },
        { requestId: 'not one' },
        { requestId: 7 },
        { requestId: undefined },
      ]) {
        expect(await call(input)).toEqual(requestRefused)
      }
      expect(await world.requests.status(clientRequest)).toMatchObject({ state: 'approved' })
      await expect(call({ clientBinding: '' })).rejects.toMatchObject({ code: 'TAP_INVALID_INPUT' })
      await expect(call({ surprise: 1 })).rejects.toMatchObject({
        code: 'TAP_INVALID_INPUT',
        issues: [{ field: 'surprise' }],
      })
    },
  )

  it.each([
    { user: '' },
    { user: 7 },
    { user: 'x'.repeat(513) },
    { user: '\ud800' },
    { employeeId: '' },
    { employeeId: null },
    { employeeId: 'x'.repeat(129) },
    { contact: 'x'.repeat(257) },
    { contact: {} },
  ])('is refused if it can never be valid: %j', async (typed) => {
    const { requests, lastReason, store } = createRequestWorld()
    const input = { user: 'rhea', employeeId: 'E-rhea', clientBinding: binding, ...typed }
    expect(await requests.submit(input as never)).toEqual(requestRefused)
    expect(lastReason()).toBe('malformed')
    expect((await store.scan({ kind: 'request', limit: 1 })).entries).toEqual([])
  })

  it('throws if the host’s part of it is not valid', async () => {
    const world = createRequestWorld()
    const clientRequest = await world.submitted()
    for (const prover of ['passport', 'helpDeskCall', undefined]) {
      await expect(world.prove(clientRequest, prover as never)).rejects.toMatchObject({ code: 'TAP_INVALID_INPUT' })
    }
    await expect(world.requests.submit({ user: 'rhea', employeeId: 'E-rhea' } as never)).rejects.toMatchObject({
      issues: [{ field: 'clientBinding' }],
    })
  })
})

describe('failed proofs', () => {
  it('lock requests under every alias for a time, and not the sign-in', async () => {
    const world = createRequestWorld()
    const { requests, clock, enter } = world
    const { temporaryAccessPass: code } = await world.issue('rhea', { lifetimeInMinutes: 480 })
    const clientRequest = await world.submitted()
    for (let proof = 0; proof < 5; proof += 1) await world.prove(clientRequest, 'document', bad)
    expect(await world.prove(clientRequest, 'document')).toEqual({ ...requestRefused, state: 'proving' })
    expect(world.lastReason()).toBe('locked')
    const asAlias = { user: 'rhea@example.com', employeeId: 'E-rhea', clientBinding: binding }
    expect(await requests.submit(asAlias)).toEqual(requestRefused)
    expect(await enter(code, 'rhea')).toBe('signedIn')
    clock.advance(dayMs)
    expect(await requests.submit(asAlias)).toMatchObject({ ok: true })
  })

  it('are checked no more often than allowed, also in parallel', async () => {
    const world = createRequestWorld()
    const clientRequests = await Promise.all(Array.from({ length: 20 }, () => world.submitted()))
    const answers = await Promise.all(clientRequests.map((one) => world.prove(one, 'document', bad)))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(5)
    expect(world.challenges).toHaveLength(5)
  })

  it('do not include evidence that could not be checked', async () => {
    const world = createRequestWorld()
    const clientRequest = await world.submitted()
    for (let proof = 0; proof < 9; proof += 1) {
      await expect(world.prove(clientRequest, 'document', 'broken')).rejects.toMatchObject({
        code: 'TAP_PORT_FAILED',
        port: 'prover',
      })
    }
    expect(await world.prove(clientRequest, 'document')).toMatchObject({ ok: true })
  })
})

interface Journey {
  readonly world: RequestWorld
  readonly requestId: string
  readonly answers: readonly object[]
  readonly journal: Journal
}

/** Makes every call of a requester, and records the calls of every port. */
async function journey({ user = 'rhea', employeeId = 'E-rhea', policy }: Omit<Caller, 'decoy'>): Promise<Journey> {
  const journal: Journal = []
  // Without a notifier: it is called after the answer, and only for known users.
  const world = worldOf(policy, journal)
  const submitted = await world.requests.submit({ user, employeeId, clientBinding: binding })
  if (!submitted.ok) throw new Error('Refused')
  const { requestId, ...answer } = submitted
  const clientRequest = { requestId, clientBinding: binding }
  const answers = [
    answer,
    await world.prove(clientRequest, 'document'),
    await world.prove(clientRequest, 'document'),
    await world.requests.edit({ ...clientRequest, contact: '+1 555 0100' }),
    await world.prove(clientRequest, 'liveness'),
    await world.requests.status(clientRequest),
    await world.requests.collect(clientRequest),
  ]
  world.clock.advance(dayMs)
  answers.push(await world.requests.status(clientRequest), await world.requests.cancel(clientRequest))
  return { world, requestId, answers, journal }
}

async function failures({ user = 'rhea', employeeId = 'E-rhea', policy }: Omit<Caller, 'decoy'>) {
  const world = worldOf(policy, [])
  const submitted = await world.requests.submit({ user, employeeId, clientBinding: binding })
  if (!submitted.ok) throw new Error('Refused')
  const clientRequest = { requestId: submitted.requestId, clientBinding: binding }
  const answers: { readonly ok: boolean }[] = []
  for (let proof = 0; proof < 6; proof += 1) answers.push(await world.prove(clientRequest, 'document', bad))
  answers.push(await world.requests.submit({ user, employeeId, clientBinding: binding }))
  return { answers }
}

function worldOf(policy: PolicyPatch | undefined, journal: Journal): RequestWorld {
  const requests = { notifyReviewer: undefined }
  return createRequestWorld({ users: users, policy, journal, requests })
}
