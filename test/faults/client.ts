import type { PolicyPatch, ServiceActor, Store, Tap } from '../../src/index.js'
import { createTap, isTapError, revealRefusal } from '../../src/index.js'
import { openStore } from '../local-servers/open-store.js'
import type { StoreAddress } from '../local-servers/store-address.js'

/** One call of a client process. */
export interface ClientCall {
  readonly address: StoreAddress
  readonly verb: 'create' | 'signIn'
  readonly user: string
  /** For `signIn`. */
  readonly code?: string | undefined
  /** For `create`. */
  readonly isUsableOnce?: boolean | undefined
}

/** Returns the code of `create`, `'signedIn'` or the refusal reason of `signIn`, or the code of the typed error. */
export type Answered = { readonly answer: string } | { readonly failed: string }

export const helpDesk: ServiceActor = {
  kind: 'app',
  id: 'help-desk',
  permissions: ['passes.create', 'passes.get', 'passes.delete', 'registrations.list', 'users.explain'],
}

/** Creates the tap that every process uses. Its directory knows every user, and codes need no slow hash. */
export function tapOf(store: Store, policy: PolicyPatch = {}): Tap {
  return createTap({
    store,
    directory: { findUser: async ({ user }) => ({ id: user, isEnabled: true }) },
    keys: [{ id: 'k', secret: new Uint8Array(32).fill(7) }],
    policy: { state: 'enabled', defaultLength: 48, ...policy },
  })
}

export interface OpenedTap {
  readonly tap: Tap
  close(): Promise<void>
}

export async function openTap(address: StoreAddress): Promise<OpenedTap> {
  const { store, close } = await openStore(address)
  return { tap: tapOf(store), close }
}

// One pool serves the process for its whole life, even when the server is killed.
const taps = new Map<string, Promise<OpenedTap>>()

/** Runs in the child process. */
export async function ask(clientCall: ClientCall): Promise<Answered> {
  const name = JSON.stringify(clientCall.address)
  const opening = taps.get(name) ?? openTap(clientCall.address)
  taps.set(name, opening)
  try {
    const { tap } = await opening
    return { answer: await answerOf(tap, clientCall) }
  } catch (error) {
    if (!isTapError(error)) throw error
    return { failed: error.code }
  }
}

async function answerOf(tap: Tap, { verb, user, code = '', isUsableOnce = true }: ClientCall): Promise<string> {
  if (verb === 'signIn') return enter(tap, user, code)
  const pass = await tap.passes.create({ actor: helpDesk, user, isUsableOnce })
  return pass.temporaryAccessPass
}

/** Returns `'signedIn'` or the refusal reason. */
export async function enter(tap: Tap, user: string, code: string): Promise<string> {
  const entered = await tap.signIn({ user, code })
  return entered.ok ? 'signedIn' : revealRefusal(entered)
}
