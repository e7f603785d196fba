import { describe, expect, it } from 'vitest'
import type { Tap } from '../../src/api/tap.js'
import type { StoredDocument } from '../../src/ports/store.js'
import type { Requests } from '../../src/requests/api.js'
import { dayMs, minuteMs } from '../support/clock.js'
import { passkey, signIn } from '../support/signed-in.js'
import type { World } from '../support/world.js'
import { admin, createWorld } from '../support/world.js'
import { repudiationToken } from '../verbs/every-public-verb.js'
import { onlyRow } from '../verbs/every-verb.js'
import type { ClientRequest, RequestWorld } from '../verbs/requests/request-world.js'
import { as, bad, createRequestWorld, good } from '../verbs/requests/request-world.js'
import { acknowledgesNothing, processWith } from './faulty-world.js'

const ada = { actor: admin, user: 'ada' }
const row = { user: 'ada', idempotencyKey: 'hires' }

/** A call that finds nothing to do, and says so. */
interface AskedAgain {
  readonly name: string
  /** What it returns, or the code of its error. */
  readonly answer: unknown
  /** Prepares the world, and returns the call. */
  arrange(world: World): Promise<(tap: Tap) => Promise<unknown>>
}

const calls: readonly AskedAgain[] = [
  {
    name: 'registrations.complete for a credential on record',
    answer: { ok: true },
    arrange: async (world) => {
      const { temporaryAccessPass: code } = await world.issue()
      const { grant } = await signIn(world.tap, code)
      await world.tap.registrations.complete({ grant, credential: passkey() })
      return (tap) => tap.registrations.complete({ grant, credential: passkey() })
    },
  },
  {
    name: 'passes.delete with a cascade that is on record',
    answer: { registrations: [{ userId: 'ada' }] },
    arrange: async (world) => {
      const { temporaryAccessPass: code, id: passId } = await world.issue()
      const { grant } = await signIn(world.tap, code)
      await world.tap.registrations.complete({ grant, credential: passkey() })
      await world.tap.passes.delete({ ...ada, passId, cascade: true })
      return (tap) => tap.passes.delete({ ...ada, passId, cascade: true })
    },
  },
  {
    name: 'passes.delete of a deleted pass',
    answer: 'TAP_PASS_NOT_FOUND',
    arrange: async (world) => {
      await world.issue()
      await world.tap.passes.delete(ada)
      return (tap) => tap.passes.delete(ada)
    },
  },
  {
    name: 'passes.delete of a replaced pass',
    answer: 'TAP_PASS_NOT_FOUND',
    arrange: async (world) => {
      const { id: passId } = await world.issue()
      await world.issue()
      return (tap) => tap.passes.delete({ ...ada, passId })
    },
  },
  {
    name: 'passes.delete for a user of whom nothing is stored',
    answer: 'TAP_PASS_NOT_FOUND',
    arrange: async () => (tap) => tap.passes.delete(ada),
  },
  {
    name: 'repudiate of a pass that was repudiated',
    answer: { ok: true },
    arrange: async (world) => {
      const { id } = await world.issue()
      const token = repudiationToken(world, id)
      await world.tap.repudiate({ token })
      return (tap) => tap.repudiate({ token })
    },
  },
  {
    name: 'repudiate for a user of whom nothing is stored',
    answer: { ok: true },
    arrange: async (world) => {
      const token = repudiationToken(world, '00000000-0000-4000-8000-000000000000')
      return (tap) => tap.repudiate({ token })
    },
  },
  {
    name: 'createMany for a row that is done',
    answer: { outcome: 'unchanged' },
    arrange: async (world) => {
      await onlyRow(world.tap, { actor: admin, rows: [row] })
      return (tap) => onlyRow(tap, { actor: admin, rows: [row] })
    },
  },
  {
    name: 'policy.reset without a stored policy',
    answer: { state: 'enabled' },
    arrange: async () => (tap) => tap.policy.reset({ actor: admin }),
  },
  {
    name: 'users.unlock for a user of whom nothing is stored',
    answer: undefined,
    arrange: async () => (tap) => tap.users.unlock({ ...ada, justification: 'called' }),
  },
  {
    name: 'users.forget for a user of whom nothing is stored',
    answer: undefined,
    arrange: async () => (tap) => tap.users.forget(ada),
  },
  {
    name: 'users.forget for an unknown user',
    answer: 'TAP_USER_NOT_FOUND',
    arrange: async () => (tap) => tap.users.forget({ actor: admin, user: 'unknown' }),
  },
]

describe('a call that finds nothing to do answers only after an acknowledged write:', () => {
  it.each(calls)('$name', async ({ arrange, answer }) => {
    const world = createWorld()
    const call = await arrange(world)
    const writes: (StoredDocument | null)[] = []
    const before = await bodies(world)
    await expect(call(processWith(world, acknowledgesNothing))).rejects.toMatchObject({
      code: 'TAP_PORT_FAILED',
      port: 'store',
    })
    const tap = processWith(world, async (...write) => {
      const isWritten = await world.store.compareAndSet(...write)
      if (isWritten) writes.push(write[2])
      return isWritten
    })
    expectAnswer(await call(tap).catch(({ code }: { readonly code: string }) => code), answer)
    expect(writes).toHaveLength(1)
    for (const [id, body] of before) expect((await bodies(world)).get(id)).toBe(body)
  })

  it('a dry run of createMany shows what the store shows, and writes nothing', async () => {
    const world = createWorld()
    await onlyRow(world.tap, { actor: admin, rows: [row] })
    const tap = processWith(world, acknowledgesNothing)
    expect(await onlyRow(tap, { actor: admin, rows: [row], isDryRun: true })).toMatchObject({ outcome: 'unchanged' })
  })

  it('a refusal of registrations.complete needs no write, because it promises nothing', async () => {
    const world = createWorld()
    const { temporaryAccessPass: code } = await world.issue()
    const { grant } = await signIn(world.tap, code)
    await world.tap.passes.delete(ada)
    const refused = await processWith(world, acknowledgesNothing).registrations.complete({
      grant,
      credential: passkey(),
    })
    expect(refused).toMatchObject({ ok: false, reason: 'deleted' })
  })

  it('an empty document stays for a day, and is swept', async () => {
    for (const { arrange, name } of calls.filter(({ name }) => name.includes('nothing is stored'))) {
      const world = createWorld()
      const call = await arrange(world)
      await call(world.tap).catch(() => undefined)
      expect((await world.row())?.retainUntilMs, name).toBe(world.clock.now() + dayMs)
      world.clock.advance(dayMs)
      await world.tap.maintenance.sweep()
      expect(await world.row(), name).toBeUndefined()
    }
  })
})

/** A transition that a request in this state does not allow. */
interface RequestAskedAgain {
  readonly name: string
  readonly answer: unknown
  arrange(world: RequestWorld): Promise<ClientRequest>
  call(requests: Requests, request: ClientRequest): Promise<unknown>
}

const transitions: readonly RequestAskedAgain[] = [
  {
    name: 'cancel of a cancelled request',
    answer: { ok: false, state: 'cancelled' },
    arrange: async (world) => {
      const request = await world.awaiting()
      await world.requests.cancel(request)
      return request
    },
    call: (requests, request) => requests.cancel(request),
  },
  {
    name: 'collect of a collected request',
    answer: { ok: false, state: 'collected' },
    arrange: (world) => world.collected(),
    call: (requests, { requestId, clientBinding }) => requests.collect({ requestId, clientBinding }),
  },
  {
    name: 'edit of a cancelled request',
    answer: { ok: false, state: 'cancelled' },
    arrange: async (world) => {
      const request = await world.awaiting()
      await world.requests.cancel(request)
      return request
    },
    call: (requests, request) => requests.edit({ ...request, contact: 'elsewhere' }),
  },
  {
    name: 'prove of a proved request',
    answer: { ok: false, state: 'awaitingReview' },
    arrange: (world) => world.awaiting(),
    call: (requests, request) => requests.prove({ ...request, prover: 'document', presented: good }),
  },
  {
    name: 'approve of an approved request',
    answer: 'TAP_INVALID_TRANSITION',
    arrange: (world) => world.approved(),
    call: (requests, { requestId }) => requests.approve({ actor: as('mona'), requestId, justification: 'again' }),
  },
  {
    name: 'deny of a denied request',
    answer: 'TAP_INVALID_TRANSITION',
    arrange: async (world) => {
      const request = await world.inCall()
      const { requestId } = request
      await world.requests.deny({ actor: as('mona'), requestId, justification: 'no' })
      return request
    },
    call: (requests, { requestId }) => requests.deny({ actor: as('mona'), requestId, justification: 'again' }),
  },
  {
    name: 'startCall of an approved request',
    answer: 'TAP_INVALID_TRANSITION',
    arrange: (world) => world.approved(),
    call: (requests, { requestId }) => requests.startCall({ actor: as('mona'), requestId }),
  },
]

describe('a transition that was made before is refused only after an acknowledged write:', () => {
  it.each(transitions)('$name', async ({ arrange, call, answer }) => {
    const world = createRequestWorld()
    const request = await arrange(world)
    world.clock.advance(minuteMs)
    const unacknowledged = world.requestsOn(processWith(world, acknowledgesNothing))
    await expect(call(unacknowledged, request)).rejects.toMatchObject({ code: 'TAP_PORT_FAILED', port: 'store' })
    expectAnswer(await call(world.requests, request).catch(({ code }: { readonly code: string }) => code), answer)
  })

  it('a client that does not know the request causes no write', async () => {
    const world = createRequestWorld()
    const { requestId } = await world.awaiting()
    const requests = world.requestsOn(processWith(world, acknowledgesNothing))
    for (const id of [requestId, '00000000-0000-4000-8000-000000000000']) {
      const refused = await requests.cancel({ requestId: id, clientBinding: 'another client' })
      expect(refused).toMatchObject({ ok: false, state: undefined })
    }
  })

  it('a check before a proof causes no write of its own', async () => {
    const world = createRequestWorld()
    const request = await world.submitted()
    const written: string[] = []
    const tap = processWith(world, (...write) => {
      written.push(write[0].kind)
      return world.store.compareAndSet(...write)
    })
    await world.requestsOn(tap).prove({ ...request, prover: 'document', presented: bad })
    expect(written).toEqual(['requester', 'request'])
  })
})

async function bodies({ store }: World): Promise<ReadonlyMap<string, string>> {
  const { entries } = await store.scan({ kind: 'user', limit: 100 })
  return new Map(entries.map(({ key, document }) => [key.id, document.body]))
}

function expectAnswer(actual: unknown, expected: unknown): void {
  if (typeof expected === 'object') expect(actual).toMatchObject(expected as object)
  else expect(actual).toBe(expected)
}
