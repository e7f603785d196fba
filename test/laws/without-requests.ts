import { Session } from 'node:inspector'
import type { DirectoryUser } from '../../src/ports/directory.js'
import type { Key } from '../../src/ports/keys.js'
import { openStore } from '../local-servers/open-store.js'
import type { StoreAddress } from '../local-servers/store-address.js'
import { admin, createWorld } from '../support/world.js'

/** What the command line or a scheduled job does with a tap: it never calls `createRequests`. */
export interface JobArgument {
  readonly address: StoreAddress
  readonly users: readonly DirectoryUser[]
  readonly keys: readonly Key[]
  readonly nowMs: number
  readonly forget: string
  readonly repudiationToken: string
}

export interface JobReport {
  readonly isRepudiated: boolean
  readonly resealed: number
  readonly remaining: number
  /** The URLs of all modules that the process has loaded. */
  readonly modules: readonly string[]
}

/** Forgets a user, repudiates a pass and re-seals every document. Run it in a process of its own. */
export async function runJob({
  address,
  users,
  keys,
  nowMs,
  forget,
  repudiationToken,
}: JobArgument): Promise<JobReport> {
  const { store, close } = await openStore(address)
  const { tap } = createWorld({ store, users, keys, now: nowMs, seed: 2 })
  await tap.users.forget({ actor: admin, user: forget })
  const { ok } = await tap.repudiate({ token: repudiationToken })
  let resealed = 0
  let remaining = 0
  let cursor: string | undefined
  do {
    const page = await tap.maintenance.reseal({ cursor })
    resealed += page.resealed
    remaining += page.remaining
    cursor = page.cursor
  } while (cursor !== undefined)
  await close()
  return { isRepudiated: ok, resealed, remaining, modules: loadedModules() }
}

/** ES modules have no cache that can be read, but the debugger lists every script that was parsed. */
function loadedModules(): readonly string[] {
  const urls: string[] = []
  const session = new Session()
  session.connect()
  session.on('Debugger.scriptParsed', ({ params }) => urls.push(params.url))
  session.post('Debugger.enable')
  session.disconnect()
  return urls
}
