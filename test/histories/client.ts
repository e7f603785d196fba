import { AsyncLocalStorage } from 'node:async_hooks'
import type { Store, Tap, Timer } from '../../src/index.js'
import { createTap, isTapError, revealRefusal } from '../../src/index.js'
import type { Loss } from '../faults/losing-store.js'
import { losingStore, losses } from '../faults/losing-store.js'
import { openStore } from '../local-servers/open-store.js'
import type { StoreAddress } from '../local-servers/store-address.js'
import { admin } from '../support/world.js'
import { createDice } from './dice.js'
import type { Answer, Call } from './history.js'
import { limits } from './model.js'

/** The start of one process of a history. */
export interface Beginning extends Conduct {
  readonly address: StoreAddress
}

/** How one process loses writes and answers. */
export interface Conduct {
  readonly seed: number
  /** The percentage of writes that are lost, or whose responses are lost. */
  readonly lossesInHundred: number
  /** Whether `false` can mean that a driver sent a write twice, and not only that another write came first. */
  readonly isFalseLost: boolean
}

/** One call and the code that is typed with it. */
export interface Order {
  readonly user: string
  readonly call: Call
  readonly code: string
}

/** The result in this process. */
export interface Filled {
  readonly invokedNs: bigint
  readonly answeredNs: bigint
  readonly answer: Answer | undefined
  /** The code that a create returned. */
  readonly code?: string | undefined
  readonly passId?: string | undefined
  readonly lostAnswers: number
  /** Whether a pending write may still take effect. */
  readonly isSent: boolean
}

/** What one call has done so far. */
interface Trace {
  lostAnswers: number
  isSent: boolean
  passId: string | undefined
}

/** The calls of one process. */
export interface HistoryClient {
  fill(order: Order): Promise<Filled>
  close(): Promise<void>
}

const trace = new AsyncLocalStorage<Trace>()
let client: HistoryClient | undefined

// The clock stands still, so that every result follows from the order alone.
const nowMs = Date.UTC(2026, 10, 23, 6)

/** Creates the calls of one process. `lose` makes a store that loses what the dice decide. */
export function createHistoryClient(
  { lossesInHundred, isFalseLost, seed }: Conduct,
  {
    lose,
    all,
    close,
    timer,
  }: {
    readonly lose: (next: () => Loss) => Store
    readonly all: readonly Loss[]
    readonly timer?: Timer
    close(): Promise<void>
  },
): HistoryClient {
  const dice = createDice(seed)
  const next = (): Loss => (dice(100) < lossesInHundred ? (all[dice(all.length)] ?? 'none') : 'none')
  const tap = createTap({
    store: traced(lose(noted(next)), isFalseLost),
    directory: { findUser: async ({ user }) => ({ id: user, isEnabled: true }) },
    keys: [{ id: 'k', secret: new Uint8Array(32).fill(7) }],
    policy: {
      state: 'enabled',
      defaultLength: 48,
      spendOn: 'signIn',
      wrongCodesBeforeLockout: limits.lockout,
      wrongCodesBeforeRevocation: limits.revocation,
    },
    events: async () => undefined,
    clock: () => nowMs,
    timer,
  })
  return {
    close,
    async fill(order) {
      const traced: Trace = { lostAnswers: 0, isSent: false, passId: undefined }
      const invokedNs = await nowNs()
      const returned = await trace.run(traced, () => answerOf(tap, order))
      return { ...traced, ...returned, invokedNs, answeredNs: await nowNs() }
    },
  }
}

/** Runs in the child process. */
export async function begin({ address, ...conduct }: Beginning): Promise<void> {
  const { store, close } = await openStore(address)
  client = createHistoryClient(conduct, { lose: (next) => losingStore(store, next), all: losses, close })
}

/** Runs in the child process, several at once. */
export async function fill(order: Order): Promise<Filled> {
  if (!client) throw new Error('The history has not begun')
  return client.fill(order)
}

/** Reads a monotonic clock that all processes of the machine share. A test checks that they do. */
export async function nowNs(): Promise<bigint> {
  return process.hrtime.bigint()
}

/** Runs in the child process. */
export async function end(): Promise<void> {
  await client?.close()
  client = undefined
}

/** Records which writes of which call may have happened without a response. */
function traced(store: Store, isFalseLost: boolean): Store {
  return {
    ...store,
    async compareAndSet(...write) {
      const [key, , next] = write
      const noted = key.kind === 'user' ? trace.getStore() : undefined
      if (noted && next) {
        noted.isSent = true
        // The first write of a create has its pass. A later one may store again what another call wrote.
        noted.passId ??= (JSON.parse(next.body) as { readonly pass?: { readonly id: string } }).pass?.id
      }
      try {
        const isWritten = await store.compareAndSet(...write)
        if (noted && !isWritten && isFalseLost) noted.lostAnswers += 1
        return isWritten
      } catch (error) {
        if (noted) noted.lostAnswers += 1
        throw error
      }
    },
  }
}

/** A store that returns `false` for a successful write throws no error that the recorder could see. */
function noted(next: () => Loss): () => Loss {
  return () => {
    const loss = next()
    const noted = trace.getStore()
    if (noted && loss === 'answerDenied') noted.lostAnswers += 1
    return loss
  }
}

async function answerOf(tap: Tap, order: Order): Promise<Pick<Filled, 'answer' | 'code'>> {
  try {
    return await answered(tap, order)
  } catch (error) {
    if (!isTapError(error)) throw error
    if (error.code === 'TAP_PASS_NOT_FOUND') return { answer: { kind: 'notFound' } }
    const passId = trace.getStore()?.passId
    // The pass was written, and then replaced before its code was returned.
    if (error.code === 'TAP_CONFLICT' && passId !== undefined) return { answer: { kind: 'created', passId } }
    if (error.code === 'TAP_BUSY' || error.code === 'TAP_PORT_FAILED') return { answer: undefined }
    throw new Error(`${order.call.kind} failed: ${error.message}`)
  }
}

async function answered(tap: Tap, { user, call, code }: Order): Promise<Pick<Filled, 'answer' | 'code'>> {
  const whom = { actor: admin, user }
  switch (call.kind) {
    case 'create': {
      const pass = await tap.passes.create({ ...whom, isUsableOnce: call.isUsableOnce })
      return { answer: { kind: 'created', passId: pass.id }, code: pass.temporaryAccessPass }
    }
    case 'delete': {
      const { passId } = await tap.passes.delete(whom)
      return { answer: { kind: 'deleted', passId } }
    }
    case 'users.unlock':
      await tap.users.unlock({ ...whom, justification: 'Part of a history' })
      return { answer: { kind: 'unlocked' } }
    case 'get': {
      const pass = await tap.passes.get(whom)
      return { answer: { kind: 'seen', passId: pass?.id, usability: pass?.usability ?? 'noPass' } }
    }
    case 'users.explain': {
      const { usability, pass, wrongCodes } = await tap.users.explain(whom)
      return { answer: { kind: 'explained', passId: pass?.id, usability, wrongCodes } }
    }
    case 'signIn': {
      const result = await tap.signIn({ user, code })
      const answer: Answer = result.ok
        ? { kind: 'signedIn', passId: result.signIn.passId }
        : { kind: 'refused', reason: revealRefusal(result) }
      return { answer }
    }
  }
}
