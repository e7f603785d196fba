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

/** A world with self-service requests. */
export interface RequestWorld extends World {
  readonly requests: Requests
  /** Every challenge that a prover received, oldest first. */
  readonly challenges: Challenge[]
  /** Every notice to a reviewer, oldest first. */
  readonly notices: ReviewNotice[]
  /** Creates the requests on another tap, as another process does. */
  requestsOn(tap: Tap, options?: Partial<RequestsOptions>): Requests
  /** Creates a request of a user, Rhea by default, in this state. */
  submitted(user?: string): Promise<ClientRequest>
  awaiting(user?: string): Promise<ClientRequest>
  inCall(user?: string, reviewer?: string): Promise<ClientRequest>
  approved(user?: string, reviewer?: string): Promise<ClientRequest>
  collected(user?: string): Promise<ClientRequest & { readonly code: string }>
  prove(clientRequest: ClientRequest, prover: ProverName, presented?: unknown): ReturnType<Requests['prove']>
  /** The reason of the last refusal. */
  lastReason(): RequestRefusalReason | undefined
}

/** The id of a request, and the client that may use it. */
export interface ClientRequest {
  readonly requestId: string
  readonly clientBinding: string
}

export const good = 'good'
export const bad = 'bad'

/** Rhea's manager is Mona. Mona's delegate is Dev, her manager is Max. Grace and Alan are administrators. */
export const company: readonly DirectoryUser[] = [
  employee('rhea', { managerId: 'mona' }),
  employee('mona', { managerId: 'max', delegateId: 'dev' }),
  employee('dev', { managerId: 'mona' }),
  employee('max', {}),
  employee('sam', { managerId: 'mona' }),
  employee('grace', { roles: ['Global Administrator'] }),
  employee('alan', { roles: ['Global Administrator'], managerId: 'max' }),
]

function employee(id: string, more: Partial<DirectoryUser>): DirectoryUser {
  const addresses = [{ channel: 'email', value: `${id}@example.com` }] as const
  return { id, isEnabled: true, userPrincipalName: `${id}@example.com`, employeeId: `E-${id}`, addresses, ...more }
}

export function as(user: string): UserActor {
  return { kind: 'user', user }
}

export const binding = 'cookie of the requester'

/** Accepts {@link good}, and returns references only. */
export function simulatedProver(name: ProverName, challenges: Challenge[]): Prover {
  return async (challenge) => {
    challenges.push(challenge)
    if (challenge.presented === 'broken') throw new Error('The camera is offline')
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

  async function submitted(user = 'rhea'): Promise<ClientRequest> {
    const answer = await requests.submit({ user, employeeId: `E-${user}`, clientBinding: binding })
    if (!answer.ok) throw new Error('The submission was expected to succeed')
    return { requestId: answer.requestId, clientBinding: binding }
  }
  async function awaiting(user?: string): Promise<ClientRequest> {
    const clientRequest = await submitted(user)
    for (const prover of ['document', 'liveness'] as const)
      await requests.prove({ ...clientRequest, prover, presented: good })
    return clientRequest
  }
  async function inCall(user?: string, reviewer = 'mona'): Promise<ClientRequest> {
    const clientRequest = await awaiting(user)
    await requests.startCall({ actor: as(reviewer), requestId: clientRequest.requestId })
    return clientRequest
  }
  async function approved(user?: string, reviewer = 'mona'): Promise<ClientRequest> {
    const clientRequest = await inCall(user, reviewer)
    world.clock.advance(15 * secondMs)
    await requests.approve({ actor: as(reviewer), requestId: clientRequest.requestId, justification: 'Known voice' })
    return clientRequest
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
      const clientRequest = await approved(user)
      const answer = await requests.collect(clientRequest)
      if (!answer.ok) throw new Error('The collection was expected to succeed')
      return { ...clientRequest, code: answer.pass.temporaryAccessPass }
    },
    prove: (clientRequest, prover, presented = good) => requests.prove({ ...clientRequest, prover, presented }),
    lastReason() {
      const event = world.events.findLast(({ type }) => type === 'request.refused')
      return event?.type === 'request.refused' ? event.details.reason : undefined
    },
  }
}

/** The patch that puts these users under dual control. */
export function dualControl(...targets: NonNullable<typeof entraPolicy.issuing.dualControl>): PolicyPatch {
  return { issuing: { ...entraPolicy.issuing, dualControl: targets } }
}
