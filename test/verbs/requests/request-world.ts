import type { Tap } from '../../../src/api/tap.js'
import type { UserActor } from '../../../src/core/access/actor.js'
import type { RequestRefusalReason } from '../../../src/core/event/request-vocabulary.js'
import type { PolicyPatch } from '../../../src/core/policy/policy.js'
import { entraPolicy } from '../../../src/core/policy/presets.js'
import type { DirectoryUser } from '../../../src/ports/directory.js'
import type { Challenge, Prover, ProverName } from '../../../src/ports/prover.js'
import type { ReviewNotice } from '../../../src/ports/review-notifier.js'
import type { Requests } from '../../../src/requests/api.js'
import type { RequestsOptions } from '../../../src/requests/create-requests.js'
import { createRequests } from '../../../src/requests/create-requests.js'
import { secondMs } from '../../support/clock.js'
import type { World, WorldOptions } from '../../support/world.js'
import { createWorld } from '../../support/world.js'

/** A world in which people ask for passes. */
export interface RequestWorld extends World {
  readonly requests: Requests
  /** Every challenge that a prover was asked. */
  readonly challenges: Challenge[]
  /** Every reviewer told. */
  readonly notices: ReviewNotice[]
  /** The same requests, as another process would build them. */
  requestsOn(tap: Tap, options?: Partial<RequestsOptions>): Requests
  /** A request of that person, so far. */
  submitted(user?: string): Promise<Held>
  awaiting(user?: string): Promise<Held>
  inCall(user?: string, reviewer?: string): Promise<Held>
  approved(user?: string, reviewer?: string): Promise<Held>
  collected(user?: string): Promise<Held & { readonly code: string }>
  prove(held: Held, prover: ProverName, presented?: unknown): ReturnType<Requests['prove']>
  /** Why the last refusal was one. */
  lastReason(): RequestRefusalReason | undefined
}

export interface Held {
  readonly requestId: string
  readonly clientBinding: string
}

export const good = 'good'
export const bad = 'bad'

/** Rhea works for Mona, who has Dev for a delegate and works for Max. Grace and Alan are administrators. */
export const company: readonly DirectoryUser[] = [
  person('rhea', { managerId: 'mona' }),
  person('mona', { managerId: 'max', delegateId: 'dev' }),
  person('dev', { managerId: 'mona' }),
  person('max', {}),
  person('sam', { managerId: 'mona' }),
  person('grace', { roles: ['Global Administrator'] }),
  person('alan', { roles: ['Global Administrator'], managerId: 'max' }),
]

function person(id: string, more: Partial<DirectoryUser>): DirectoryUser {
  const addresses = [{ channel: 'email', value: `${id}@example.com` }] as const
  return { id, isEnabled: true, userPrincipalName: `${id}@example.com`, employeeId: `E-${id}`, addresses, ...more }
}

export function as(user: string): UserActor {
  return { kind: 'user', user }
}

export const binding = 'cookie of the browser that asked'

/** Accepts what is good, and says nothing of what it saw but ids. */
export function simulatedProver(name: ProverName, challenges: Challenge[]): Prover {
  return async (challenge) => {
    challenges.push(challenge)
    if (challenge.presented === 'broken') throw new Error('The camera is away')
    return {
      isAccepted: challenge.presented === good,
      assurance: 'IAL2',
      references: [`case ${name}`],
      digests: ['d1'],
    }
  }
}

export function createRequestWorld(
  options: WorldOptions & { readonly requests?: Partial<RequestsOptions> | undefined } = {},
): RequestWorld {
  const { requests: requestOptions, policy, ...rest } = options
  const entra: PolicyPatch = { minimumLifetimeInMinutes: 60, maximumLifetimeInMinutes: 480 }
  const world = createWorld({ users: company, policy: { ...entra, ...policy }, ...rest })
  const challenges: Challenge[] = []
  const notices: ReviewNotice[] = []
  const provers = {
    document: simulatedProver('document', challenges),
    liveness: simulatedProver('liveness', challenges),
    verifiedCredential: simulatedProver('verifiedCredential', challenges),
  }
  const requestsOn = (tap: Tap, more: Partial<RequestsOptions> = {}): Requests =>
    createRequests(tap, {
      provers,
      notifyReviewer: async (notice) => void notices.push(notice),
      ...requestOptions,
      ...more,
    })
  const requests = requestsOn(world.tap)

  async function submitted(user = 'rhea'): Promise<Held> {
    const answer = await requests.submit({ user, employeeId: `E-${user}`, clientBinding: binding })
    if (!answer.ok) throw new Error('The submission was expected to be taken')
    return { requestId: answer.requestId, clientBinding: binding }
  }
  async function awaiting(user?: string): Promise<Held> {
    const held = await submitted(user)
    for (const prover of ['document', 'liveness'] as const) await requests.prove({ ...held, prover, presented: good })
    return held
  }
  async function inCall(user?: string, reviewer = 'mona'): Promise<Held> {
    const held = await awaiting(user)
    await requests.startCall({ actor: as(reviewer), requestId: held.requestId })
    return held
  }
  async function approved(user?: string, reviewer = 'mona'): Promise<Held> {
    const held = await inCall(user, reviewer)
    world.clock.advance(15 * secondMs)
    await requests.approve({ actor: as(reviewer), requestId: held.requestId, justification: 'Known voice' })
    return held
  }
  return {
    ...world,
    requests,
    challenges,
    notices,
    requestsOn,
    submitted,
    awaiting,
    inCall,
    approved,
    async collected(user) {
      const held = await approved(user)
      const answer = await requests.collect(held)
      if (!answer.ok) throw new Error('The collection was expected to succeed')
      return { ...held, code: answer.pass.temporaryAccessPass }
    },
    prove: (held, prover, presented = good) => requests.prove({ ...held, prover, presented }),
    lastReason() {
      const event = world.events.findLast(({ type }) => type === 'request.refused')
      return event?.type === 'request.refused' ? event.details.reason : undefined
    },
  }
}

/** Two people for these. */
export function dualControl(...targets: NonNullable<typeof entraPolicy.issuing.dualControl>): PolicyPatch {
  return { issuing: { ...entraPolicy.issuing, dualControl: targets } }
}
