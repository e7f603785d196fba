import { writeSync } from 'node:fs'
import Database from 'better-sqlite3'
import { memoryDirectory } from '../../adapters/memory/index.js'
import { sqliteStore } from '../../adapters/sqlite/index.js'
import type { Policy, Store, Tap } from '../../src/index.js'
import { createTap } from '../../src/index.js'

/** A sign-in and a registration by a process that dies at one port call. */
export interface Redemption {
  readonly path: string
  readonly spendOn: Policy['spendOn']
  readonly code: string
  /** The number of the port call at which it dies, counted from 1 over both verbs. */
  readonly dieAt: number
  /** True: dies after the call took effect. False: dies before. */
  readonly isDone: boolean
}

export const credential = { id: 'a-passkey', type: 'passkey' } as const

/** Creates the tap that every process uses. */
export function tapOn(store: Store, spendOn: Policy['spendOn'], around: (call: Call) => Call = (call) => call): Tap {
  const watched: Store = {
    ...store,
    read: around(store.read) as Store['read'],
    compareAndSet: around(store.compareAndSet) as Store['compareAndSet'],
  }
  return createTap({
    store: watched,
    directory: memoryDirectory([{ id: 'ada', isEnabled: true }]),
    keys: [{ id: 'k', secret: new Uint8Array(32).fill(7) }],
    policy: { state: 'enabled', defaultLength: 48, spendOn },
    events: around(async () => undefined) as () => Promise<void>,
  })
}

type Call = (...parameters: never[]) => Promise<unknown>

/** Runs in the child process. Prints each result at once, so that a kill loses none. */
export async function redeem({ path, spendOn, code, dieAt, isDone }: Redemption): Promise<void> {
  let calls = 0
  const store = sqliteStore({ database: new Database(path) })
  const tap = tapOn(store, spendOn, (call) => async (...parameters) => {
    calls += 1
    const isLast = calls === dieAt
    if (isLast && !isDone) die()
    const answer = await call(...parameters)
    if (isLast) die()
    return answer
  })
  const entered = await tap.signIn({ user: 'ada', code })
  if (!entered.ok) throw new Error('The code was right')
  say(`grant ${entered.grant}`)
  const completed = await tap.registrations.complete({ grant: entered.grant, credential })
  if (completed.ok) say('completed')
}

function say(line: string): void {
  writeSync(1, `${line}\n`)
}

function die(): void {
  process.kill(process.pid, 'SIGKILL')
}
