import type { StorePair } from '../../faults/store-pair.js'
import { createStorePair } from '../../faults/store-pair.js'
import { signIn } from '../../support/signed-in.js'
import type { World, WorldOptions } from '../../support/world.js'
import { createWorld, wrongCode } from '../../support/world.js'
import { repudiationToken } from '../../verbs/every-public-verb.js'
import type { Known } from './acts.js'

/** What is stored before both callers begin. */
export interface Scene {
  readonly name: string
  open(): Promise<OpenScene>
}

export interface OpenScene {
  readonly world: World
  readonly pair: StorePair
  readonly known: Known
}

const budget = 3

// One wrong code more revokes the pass, and locks sign-in by pass.
const policy: WorldOptions['policy'] = {
  defaultLength: 40,
  wrongCodesBeforeLockout: budget,
  wrongCodesBeforeRevocation: budget,
  registrableCredentials: { types: ['passkey'], maximum: 1 },
}

/** A one-time pass that is used up by signing in. */
export const usable: Scene = {
  name: 'a usable pass',
  open: () =>
    openScene('signIn', async (world) => {
      for (let wrong = 1; wrong < budget; wrong += 1) await world.enter(wrongCode)
      return { wrongCodesLeft: 1 }
    }),
}

/** A one-time pass that is used up by registering, and a sign-in with it. */
export const registering: Scene = {
  name: 'while registering',
  open: () => openScene('registration', async ({ tap }, { code }) => ({ grant: (await signIn(tap, code)).grant })),
}

/** Nothing is stored about the user. */
export const empty: Scene = {
  name: 'no document',
  async open() {
    const { pair, world } = pairWorld('signIn')
    return { pair, world, known: { ...nothing, passId: 'none', code: wrongCode } }
  },
}

const nothing = { grant: 'none.yet', token: 'none.yet', spendOn: 'signIn', wrongCodesLeft: budget } as const

async function openScene(
  spendOn: Known['spendOn'],
  more: (world: World, known: Known) => Promise<Partial<Known>>,
): Promise<OpenScene> {
  const { pair, world } = pairWorld(spendOn)
  const { id: passId, temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: true })
  const known = { ...nothing, passId, code, spendOn, token: repudiationToken(world, passId) }
  return { pair, world, known: { ...known, ...(await more(world, known)) } }
}

function pairWorld(spendOn: Known['spendOn']): { readonly pair: StorePair; readonly world: World } {
  const pair = createStorePair()
  return { pair, world: createWorld({ store: pair.store, policy: { ...policy, spendOn } }) }
}
