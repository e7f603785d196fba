import type { TapOptions } from '../../../src/api/options.js'
import type { Tap } from '../../../src/api/tap.js'
import type { StorePair } from '../../faults/store-pair.js'
import { signIn } from '../../support/signed-in.js'
import type { World } from '../../support/world.js'
import { admin, createWorld } from '../../support/world.js'
import type { Shown } from '../../verbs/every-public-verb.js'
import { everyPublicVerb, shownWorld } from '../../verbs/every-public-verb.js'
import { everyVerb, onlyRow } from '../../verbs/every-verb.js'
import { everyRequestVerb } from '../../verbs/requests/every-request-verb.js'
import type { ProcessPorts } from './processes.js'

/** One call that changes something, and what another process did just before. */
export interface ChangingCase {
  readonly title: string
  /** The path of the method, for example `passes.create`. */
  readonly method: string
  /** Stores what both calls need. */
  prepare(pair: StorePair): Promise<PreparedCase>
}

export interface PreparedCase {
  /** Makes the call in a process of its own. */
  call(ports: ProcessPorts): Promise<unknown>
  /** Makes the earlier call. It can end in any way. */
  earlier(ports: ProcessPorts): Promise<unknown>
}

/** What the user can send, and the id of their pass. */
interface Given extends Shown {
  readonly passId: string
}

type TapCall = (tap: Tap, given: Given) => Promise<unknown>

const ada = { actor: admin, user: 'ada' }

/** The same call twice: the second asks what became of the first. */
const again: readonly ChangingCase[] = [
  ...everyVerb.filter(({ isWriting }) => isWriting).map(({ name, call }) => onTap(name, (tap) => call(tap, ada))),
  ...everyPublicVerb.filter(({ isWriting }) => isWriting).map(({ verb, call }) => onTap(verb, call)),
  ...everyRequestVerb
    .filter(({ event }) => event !== 'request.read')
    .map(
      (tested): ChangingCase => ({
        title: `requests.${tested.name}`,
        method: `requests.${tested.name}`,
        async prepare({ store }) {
          const scene = await tested.scene({ store, requests: { notifyReviewer: undefined } })
          const call = ({ store, timer }: ProcessPorts): Promise<unknown> =>
            tested.call(scene.world.requestsOn(scene.world.another({ store, timer })), scene)
          return { call, earlier: call }
        },
      }),
    ),
]

/** Calls that find what another call did, or that find nothing at all. */
const related: readonly ChangingCase[] = [
  onTap('passes.delete of a pass that a cascade removed', removeNamed({ cascade: true }), remove({ cascade: true })),
  onTap('passes.delete of a pass that was replaced', removeNamed({}), (tap) => tap.passes.create(ada)),
  onTap('passes.delete after a repudiation', remove({}), (tap, { token }) => tap.repudiate({ token })),
  onTap('repudiate after a delete', (tap, { token }) => tap.repudiate({ token }), remove({})),
  onTap('users.unlock after a user was forgotten', unlock, (tap) => tap.users.forget(ada)),
  onTap('signIn repeated by a double click', doubleClick, doubleClick),
  onTap('passes.create for a user without a document', (tap) => tap.passes.create(bob)),
  onTap('passes.delete for a user without a document', (tap) => tap.passes.delete(bob)),
  onTap('users.unlock of a user without a document', (tap) => tap.users.unlock({ ...bob, justification: 'called' })),
  onTap('users.forget of a user without a document', (tap) => tap.users.forget(bob)),
  onTap('users.forget of an id that was never known', (tap) => tap.users.forget({ actor: admin, user: 'unknown' })),
  onEmpty('policy.reset without a stored policy', (tap) => tap.policy.reset({ actor: admin })),
  onEmpty('passes.createMany of a row that was delivered', delivered),
]

export const changingCases: readonly ChangingCase[] = [...again, ...related]

const bob = { actor: admin, user: 'bob' }

function remove(selection: { readonly cascade?: boolean }): TapCall {
  return (tap) => tap.passes.delete({ ...ada, ...selection })
}

function removeNamed(selection: { readonly cascade?: boolean }): TapCall {
  return (tap, { passId }) => tap.passes.delete({ ...ada, ...selection, passId })
}

function unlock(tap: Tap): Promise<unknown> {
  return tap.users.unlock({ ...ada, justification: 'called' })
}

function doubleClick(tap: Tap, { code }: Given): Promise<unknown> {
  return signIn(tap, code, { attemptId: 'press-of-the-button', clientBinding: 'browser' })
}

function delivered(tap: Tap): Promise<unknown> {
  return onlyRow(tap, { actor: admin, rows: [{ user: 'bob', idempotencyKey: 'k', deliverTo: 'print' }] })
}

function onTap(title: string, call: TapCall, earlier = call): ChangingCase {
  return onWorld(title, { call, earlier }, ({ store }) => shownWorld({ store }))
}

function onEmpty(title: string, call: TapCall): ChangingCase {
  const shown = { user: 'bob', code: '', grant: '', token: '' }
  return onWorld(title, { call, earlier: call }, async ({ store }) => ({ ...createWorld({ store }), shown }))
}

function onWorld(
  title: string,
  { call, earlier }: { readonly call: TapCall; readonly earlier: TapCall },
  open: (pair: StorePair) => Promise<World & { readonly shown: Shown }>,
): ChangingCase {
  const [method = ''] = title.split(' ')
  return {
    title,
    method,
    async prepare(pair) {
      const { tap, shown, another } = await open(pair)
      const given = { ...shown, passId: (await tap.passes.get(ada))?.id ?? '' }
      const asked = (each: TapCall) => (ports: Partial<TapOptions>) => each(another(ports), given)
      return { call: asked(call), earlier: asked(earlier) }
    },
  }
}
