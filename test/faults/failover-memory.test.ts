import { describe, expect, it } from 'vitest'
import type { Tap } from '../../src/api/tap.js'
import { dying, ended, healthy } from '../laws/acknowledged/processes.js'
import { minuteMs } from '../support/clock.js'
import { outcomeOf, passkey, signIn } from '../support/signed-in.js'
import type { World } from '../support/world.js'
import { admin, createWorld } from '../support/world.js'
import { repudiationToken } from '../verbs/every-public-verb.js'
import { as, createRequestWorld } from '../verbs/requests/request-world.js'
import { createStorePair } from './store-pair.js'

const ada = { actor: admin, user: 'ada' }

const policy = { spendOn: 'registration', registrableCredentials: { types: ['passkey'], maximum: 1 } } as const

/** A pass, and a sign-in with it. */
interface Given {
  readonly world: World
  readonly passId: string
  readonly code: string
  readonly grant: string
}

/** One process dies when its write is shown. Another is asked what became of it. Then the standby takes over. */
const rows: readonly {
  readonly title: string
  readonly first: (tap: Tap, given: Given) => Promise<unknown>
  /** Default: the same call. */
  readonly asked?: (tap: Tap, given: Given) => Promise<unknown>
  readonly expectHeld: (given: Given) => Promise<void>
}[] = [
  {
    title: 'a completed registration is on record, and its pass registers nothing else',
    first: (tap, { grant }) => tap.registrations.complete({ grant, credential: passkey(1) }),
    async expectHeld({ world, grant, code }) {
      expect(await world.tap.registrations.list(ada)).toMatchObject([{ credential: passkey(1) }])
      const second = await world.tap.registrations.complete({ grant, credential: passkey(2) })
      expect(outcomeOf(second)).toBe('alreadyCompleted')
      expect(await world.enter(code)).toBe('oneTimeUsed')
    },
  },
  {
    title: 'a deleted pass stays deleted',
    first: (tap) => tap.passes.delete(ada),
    expectHeld: expectGone,
  },
  {
    title: 'a pass that was not found stays away',
    first: (tap) => tap.passes.create(ada),
    asked: (tap, { passId }) => tap.passes.delete({ ...ada, passId }),
    expectHeld: expectGone,
  },
  {
    title: 'a pass that was deleted with a cascade stays deleted',
    first: (tap, { passId }) => tap.passes.delete({ ...ada, passId, cascade: true }),
    expectHeld: expectGone,
  },
  {
    title: 'a repudiated pass stays deleted',
    first: (tap, { world, passId }) => tap.repudiate({ token: repudiationToken(world, passId) }),
    expectHeld: expectGone,
  },
  {
    title: 'a forgotten user stays forgotten',
    first: (tap) => tap.users.forget(ada),
    expectHeld: expectGone,
  },
]

describe('after a failover of a store that shows what it does not keep', () => {
  for (const { title, first, asked = first, expectHeld } of rows) {
    it(title, async () => {
      const pair = createStorePair()
      const given = await prepare(createWorld({ store: pair.store, policy }))
      const { world } = given
      const { death, ports } = dying(pair, 1)
      void ended(first(world.another(ports), given))
      await death
      await ended(asked(world.another(healthy(pair).ports), given))
      pair.failover()
      await expectHeld(given)
    })
  }

  it('a denied request stays denied', async () => {
    const pair = createStorePair()
    const world = createRequestWorld({ store: pair.store, requests: { notifyReviewer: undefined } })
    const { requestId } = await world.inCall()
    const denial = { actor: as('mona'), requestId, justification: 'Unknown voice' }
    // The first write invalidates the proofs.
    const { death, ports } = dying(pair, 2)
    void ended(world.requestsOn(world.another(ports)).deny(denial))
    await death
    await ended(world.requestsOn(world.another(healthy(pair).ports)).deny(denial))
    pair.failover()
    world.clock.advance(minuteMs)
    const approving = world.requests.approve({ ...denial, justification: 'Known voice' })
    await expect(approving).rejects.toMatchObject({ code: 'TAP_INVALID_TRANSITION', state: 'denied' })
  })
})

async function prepare(world: World): Promise<Given> {
  const { id: passId, temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: true })
  const { grant } = await signIn(world.tap, code)
  return { world, passId, code, grant }
}

async function expectGone({ world, passId, code }: Given): Promise<void> {
  expect(['noPass', 'wrongCode']).toContain(await world.enter(code))
  expect((await world.tap.passes.get(ada))?.id).not.toBe(passId)
}
