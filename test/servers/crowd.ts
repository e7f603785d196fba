import type { PolicyPatch, Store, Tap } from '../../src/index.js'
import { createTap, isTapError, revealRefusal } from '../../src/index.js'
import { openStore } from '../local-servers/open-store.js'
import type { StoreAddress } from '../local-servers/store-address.js'
import { bePatient } from '../support/patience.js'
import type { ChildContext } from '../support/processes.js'
import { admin } from '../support/world.js'

// In every process: a deadline of five seconds would make the outcome depend on the load of the machine.
bePatient()

/** A tap as each of several processes builds it: the directory knows every user, and codes need no slow hash. */
export function tapOfCrowd(store: Store, policy: PolicyPatch): Tap {
  return createTap({
    store,
    directory: { findUser: async ({ user }) => ({ id: user, isEnabled: true }) },
    keys: [{ id: 'k', secret: new Uint8Array(32).fill(7) }],
    policy: { state: 'enabled', defaultLength: 48, ...policy },
    events: async () => undefined,
  })
}

/** `'signedIn'`, why it was refused, or the code of the error. */
export type Entered = string

export async function enter(tap: Tap, user: string, code: string): Promise<Entered> {
  try {
    const result = await tap.signIn({ user, code })
    return result.ok ? 'signedIn' : revealRefusal(result)
  } catch (error) {
    if (isTapError(error)) return error.code
    throw error
  }
}

/** The task of one of several processes. */
export interface Crowd {
  readonly address: StoreAddress
  readonly policy: PolicyPatch
  readonly rounds: readonly Round[]
}

/** One user, and the codes that are typed for that user at once. */
export interface Round {
  readonly user: string
  readonly codes: readonly string[]
}

/** Runs in a child process. In every round it types all codes at once, and at the same time as the other processes. */
export async function typeTogether(
  { address, policy, rounds }: Crowd,
  { arrive }: ChildContext,
): Promise<readonly (readonly Entered[])[]> {
  const { store, close } = await openStore(address)
  try {
    const tap = tapOfCrowd(store, policy)
    const entered: (readonly Entered[])[] = []
    for (const { user, codes } of rounds) {
      await arrive()
      entered.push(await Promise.all(codes.map((code) => enter(tap, user, code))))
    }
    return entered
  } finally {
    await close()
  }
}

/** The code of a new pass, and how a sign-in with the code of the previous pass ended right after it. */
export interface Made {
  readonly code: string
  readonly afterwards: Entered
}

/** Runs in a child process. In every round it creates as many passes as there are codes, and then tries an old code. */
export async function createTogether(
  { address, policy, rounds }: Crowd,
  { arrive }: ChildContext,
): Promise<readonly (readonly Made[])[]> {
  const { store, close } = await openStore(address)
  try {
    const tap = tapOfCrowd(store, policy)
    const made: (readonly Made[])[] = []
    for (const { user, codes } of rounds) {
      await arrive()
      made.push(await Promise.all(codes.map((old) => replace(tap, user, old))))
    }
    return made
  } finally {
    await close()
  }
}

async function replace(tap: Tap, user: string, old: string): Promise<Made> {
  const code = await createPatiently(tap, user)
  return { code, afterwards: await enterPatiently(tap, user, old) }
}

/** Signs in. Repeats the call while it is busy, as a user does. */
async function enterPatiently(tap: Tap, user: string, code: string): Promise<Entered> {
  for (;;) {
    const entered = await enter(tap, user, code)
    if (entered !== 'TAP_BUSY') return entered
  }
}

/** Creates a pass. Repeats the call while it is busy, as a host does: other calls wrote too fast to find out its result. */
async function createPatiently(tap: Tap, user: string): Promise<string> {
  for (;;) {
    try {
      return (await tap.passes.create({ actor: admin, user })).temporaryAccessPass
    } catch (error) {
      if (!isTapError(error) || error.code !== 'TAP_BUSY') throw error
    }
  }
}
