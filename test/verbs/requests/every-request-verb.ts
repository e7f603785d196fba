import type { CallName, Permission } from '../../../src/core/access/permission.js'
import type { TapEvent } from '../../../src/core/event/event.js'
import type { Requests } from '../../../src/requests/api.js'
import { minuteMs } from '../../support/clock.js'
import type { RequestWorld } from './request-world.js'
import { as, binding, createRequestWorld, good } from './request-world.js'

/** A world, and a request in the state from which a call starts. */
export interface RequestScene {
  readonly world: RequestWorld
  readonly requestId: string
}

/** One method of the requests. A new method that is missing here does not compile. */
export interface RequestVerbUnderTest {
  readonly name: string
  readonly verb: Permission | CallName
  readonly event: TapEvent['type']
  /** `true`: for requesters, returns `{ ok }`. `false`: for actors, throws. */
  readonly isPublic: boolean
  scene(options?: Parameters<typeof createRequestWorld>[0]): Promise<RequestScene>
  /** Calls with valid input. The fields of `extra` replace those of the input. */
  call(requests: Requests, scene: RequestScene, extra?: object): Promise<unknown>
}

type Method = Exclude<keyof Requests, 'tenantId' | 'maintain' | 'forTenant'>
const justification = 'Known voice'

const calls: { readonly [Name in Method]: Omit<RequestVerbUnderTest, 'name'> } = {
  submit: {
    ...publicVerb('requests.submit', async (world) => ({ world, requestId: '' })),
    call: (requests, _, extra) =>
      requests.submit({ user: 'rhea', employeeId: 'E-rhea', clientBinding: binding, ...extra }),
  },
  prove: {
    ...publicVerb('requests.prove', at('submitted')),
    call: (requests, scene, extra) =>
      requests.prove({ ...clientRequestOf(scene), prover: 'document', presented: good, ...extra }),
  },
  edit: {
    ...publicVerb('requests.edit', at('approved')),
    call: (requests, scene, extra) => requests.edit({ ...clientRequestOf(scene), contact: 'elsewhere', ...extra }),
  },
  status: {
    ...publicVerb('requests.status', at('approved')),
    event: 'request.read',
    call: (requests, scene, extra) => requests.status({ ...clientRequestOf(scene), ...extra }),
  },
  collect: {
    ...publicVerb('requests.collect', at('approved')),
    event: 'pass.created',
    call: (requests, scene, extra) => requests.collect({ ...clientRequestOf(scene), ...extra }),
  },
  cancel: {
    ...publicVerb('requests.cancel', at('approved')),
    call: (requests, scene, extra) => requests.cancel({ ...clientRequestOf(scene), ...extra }),
  },
  open: {
    ...actorVerb('requests.open', async (world) => ({ world, requestId: '' })),
    call: (requests, _, extra) =>
      requests.open({
        actor: as('grace'),
        user: 'rhea',
        justification,
        ticket: 'T-1',
        clientBinding: binding,
        ...extra,
      }),
  },
  startCall: {
    ...actorVerb('requests.review', at('awaiting')),
    call: (requests, { requestId }, extra) => requests.startCall({ actor: as('mona'), requestId, ...extra }),
  },
  approve: {
    ...actorVerb('requests.review', at('inCall')),
    call: (requests, { requestId }, extra) =>
      requests.approve({ actor: as('mona'), requestId, justification, ...extra }),
  },
  deny: {
    ...actorVerb('requests.review', at('inCall')),
    call: (requests, { requestId }, extra) => requests.deny({ actor: as('mona'), requestId, justification, ...extra }),
  },
  get: {
    ...actorVerb('requests.list', at('awaiting')),
    event: 'request.read',
    call: (requests, { requestId }, extra) => requests.get({ actor: as('mona'), requestId, ...extra }),
  },
  list: {
    ...actorVerb('requests.list', at('awaiting')),
    event: 'request.read',
    call: (requests, _, extra) => requests.list({ actor: as('mona'), view: 'inbox', ...extra }),
  },
}

export const everyRequestVerb: readonly RequestVerbUnderTest[] = (Object.keys(calls) as Method[]).map((name) => ({
  name,
  ...calls[name],
}))

function publicVerb(verb: CallName, prepare: Prepare): Omit<RequestVerbUnderTest, 'name' | 'call'> {
  return { verb, event: 'request.changed', isPublic: true, scene: sceneOf(prepare) }
}

function actorVerb(verb: Permission, prepare: Prepare): Omit<RequestVerbUnderTest, 'name' | 'call'> {
  return { verb, event: 'request.changed', isPublic: false, scene: sceneOf(prepare) }
}

type Prepare = (world: RequestWorld) => Promise<RequestScene>

function at(state: 'submitted' | 'awaiting' | 'inCall' | 'approved'): Prepare {
  return async (world) => ({ world, requestId: (await world[state]()).requestId })
}

function sceneOf(prepare: Prepare): RequestVerbUnderTest['scene'] {
  return async (options) => {
    const scene = await prepare(createRequestWorld(options))
    scene.world.clock.advance(minuteMs)
    return scene
  }
}

function clientRequestOf({ requestId }: RequestScene) {
  return { requestId, clientBinding: binding }
}
