import { memoryStore } from '../../adapters/memory/index.js'
import type { TapOptions } from '../../src/api/options.js'
import type { Tap } from '../../src/api/tap.js'
import type { ServiceActor } from '../../src/core/access/actor.js'
import type { TapEvent } from '../../src/core/event/event.js'
import type { NewPassTerms } from '../../src/core/pass/create.js'
import type { IssuedPass } from '../../src/core/pass/pass.js'
import type { PolicyPatch } from '../../src/core/policy/policy.js'
import { revealRefusal } from '../../src/core/sign-in/refusal.js'
import type { SignInRefusalReason } from '../../src/core/sign-in/sign-in.js'
import { createTap } from '../../src/create-tap.js'
import type { Directory, DirectoryUser } from '../../src/ports/directory.js'
import type { Key } from '../../src/ports/keys.js'
import type { RandomBytes } from '../../src/ports/random-bytes.js'
import type { Store, StoredDocument } from '../../src/ports/store.js'
import type { TestClock } from './clock.js'
import { createClock } from './clock.js'
import type { Journal } from './spies.js'
import { spiedBytes, spiedDirectory, spiedStore } from './spies.js'

/** The options of a world. Every one has a default. */
export interface WorldOptions extends Partial<Omit<TapOptions, 'clock' | 'randomBytes' | 'policy'>> {
  /** Default: 2026-11-23T06:00:00Z. */
  readonly now?: Date | number | undefined
  /** Default: Ada and Bob, enabled members. */
  readonly users?: readonly DirectoryUser[] | undefined
  /** Overrides fields of {@link fastPolicy}. */
  readonly policy?: PolicyPatch | undefined
  /** Seeds every code, id and nonce. Default: 1. */
  readonly seed?: number | undefined
  /** Records every port call. */
  readonly journal?: Journal | undefined
}

/** A tap with all its ports, as a test needs them. */
export interface World {
  readonly tap: Tap
  readonly clock: TestClock
  readonly store: Store
  /** The directory by user id, free to change. It finds users by id, and by user principal name in any case. */
  readonly users: Map<string, DirectoryUser>
  /** Every event so far. */
  readonly events: TapEvent[]
  readonly keys: readonly Key[]
  readonly randomBytes: RandomBytes
  /** A program with every permission. */
  readonly admin: ServiceActor
  issue(user?: string, terms?: NewPassTerms): Promise<IssuedPass>
  /** Signs in. Returns `'signedIn'` or the refusal reason. */
  enter(code: string, user?: string): Promise<SignInRefusalReason | 'signedIn'>
  /** Returns the stored document of a user. */
  row(user?: string): Promise<StoredDocument | undefined>
  /** Creates another tap on the same ports, as another process would. */
  another(options?: Partial<TapOptions>): Tap
}

/** Allows every lifetime, and uses codes so long that they need no slow hash. */
export const fastPolicy: PolicyPatch = {
  state: 'enabled',
  defaultLength: 48,
  minimumLifetimeInMinutes: 10,
  maximumLifetimeInMinutes: 43_200,
}

export const admin: ServiceActor = {
  kind: 'app',
  id: 'help-desk',
  permissions: [
    'policy.get',
    'policy.update',
    'policy.reset',
    'passes.create',
    'passes.get',
    'passes.list',
    'passes.delete',
    'registrations.list',
    'registrations.remove',
    'users.explain',
    'users.unlock',
    'users.forget',
    'maintenance.acceptRestore',
  ],
}

/** A code that is never drawn, and needs no slow hash. */
export const wrongCode: string = 'Z'.repeat(48)

/** @example `const { tap, clock, issue, enter } = createWorld({ policy: { isUsableOnce: true } })` */
export function createWorld(options: WorldOptions = {}): World {
  const {
    now = Date.UTC(2026, 10, 23, 6),
    users: initialUsers = defaultUsers,
    policy,
    seed = 1,
    journal = [],
    events: sink,
    ...rest
  } = options
  const clock = createClock(typeof now === 'number' ? now : now.getTime())
  const users = new Map(initialUsers.map((user) => [user.id, user]))
  const events: TapEvent[] = []
  const { store = memoryStore(), directory = directoryOf(users) } = rest
  const ports: TapOptions = {
    keys: [{ id: '2026-11', secret: seededBytes(seed + 1)(32) }],
    policy: { ...fastPolicy, ...policy },
    deliverer: async () => undefined,
    ...rest,
    store: spiedStore(store, journal),
    directory: spiedDirectory(directory, journal),
    events: (event) => {
      journal.push('event')
      events.push(event)
      return sink?.(event)
    },
    clock: clock.read,
    randomBytes: spiedBytes(seededBytes(seed), journal),
  }
  const tap = createTap(ports)
  return {
    tap,
    clock,
    store,
    users,
    events,
    keys: Array.isArray(ports.keys) ? ports.keys : [],
    randomBytes: ports.randomBytes as RandomBytes,
    admin,
    issue: (user = 'ada', terms = {}) => tap.passes.create({ actor: admin, user, ...terms }),
    async enter(code, user = 'ada') {
      const result = await tap.signIn({ user, code })
      return result.ok ? 'signedIn' : revealRefusal(result)
    },
    async row(user = 'ada') {
      const [row] = await store.read([{ tenantId: tap.tenantId, kind: 'user', id: user }])
      return row
    },
    another: (changes = {}) => createTap({ ...ports, ...changes }),
  }
}

/** Returns the same bytes for the same seed. They are not secret. */
export function seededBytes(seed: number): RandomBytes {
  let state = seed >>> 0
  return (length) => Uint8Array.from({ length }, nextByte)

  // mulberry32
  function nextByte(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) & 0xff
  }
}

const defaultUsers: readonly DirectoryUser[] = [
  { id: 'ada', isEnabled: true, userPrincipalName: 'ada@example.com', displayName: 'Ada' },
  { id: 'bob', isEnabled: true, userPrincipalName: 'bob@example.com', displayName: 'Bob' },
]

function directoryOf(users: ReadonlyMap<string, DirectoryUser>): Directory {
  return {
    async findUser({ user }) {
      const name = user.toLowerCase()
      return users.get(user) ?? [...users.values()].find((known) => known.userPrincipalName?.toLowerCase() === name)
    },
  }
}
