import type { TapEvent } from '../core/event/event.js'
import { messageText } from '../core/message/english.js'
import type { KeyRing } from '../crypto/key-ring.js'
import type { Cryptography } from '../crypto/suite.js'
import type { PortFailedError } from '../errors.js'
import type { AccessQuestion, Authorize } from '../ports/authorize.js'
import type { Clock } from '../ports/clock.js'
import type { Deliverer, Delivery } from '../ports/deliverer.js'
import type { Directory, DirectoryUser } from '../ports/directory.js'
import type { EventSink } from '../ports/event-sink.js'
import type { Key, KeyProvider } from '../ports/keys.js'
import type { Notice, Notifier } from '../ports/notifier.js'
import type { RandomBytes } from '../ports/random-bytes.js'
import type { Store } from '../ports/store.js'
import type { Timer } from '../ports/timer.js'
import { checkedUser } from './directory-user.js'
import { ringProvider } from './key-ring-provider.js'
import { callPort, PortProblem, portFailure } from './port-failure.js'
import {
  checkedBytes,
  checkedDocuments,
  checkedInstant,
  checkedPage,
  checkedSweep,
  checkedWrite,
} from './port-results.js'
import type { VersionMemory } from './witness/version-memory.js'
import type { GuardedStore, VersionedStore } from './witness/versioned-store.js'
import { createVersionedStore } from './witness/versioned-store.js'
import { createWitness } from './witness/witness.js'

/** The ports as the host application provides them. */
export interface Ports {
  readonly store: Store
  /** A store of another owner, which remembers versions. */
  readonly witness: Store | undefined
  readonly directory: Directory
  readonly keys: readonly Key[] | KeyProvider
  readonly authorize: Authorize
  readonly events: EventSink | undefined
  readonly deliverer: Deliverer | undefined
  readonly notifier: Notifier | undefined
  readonly clock: Clock
  readonly randomBytes: RandomBytes
  readonly timer: Timer
  readonly cryptography: Cryptography
  /** What this process has seen. The store's documents are compared with it. */
  readonly versions: VersionMemory
}

/** The same ports with deadlines and checked results. They throw only {@link PortFailedError}, unless a method says otherwise. */
export interface GuardedPorts extends VersionedStore {
  findUser(query: { readonly user: string; readonly tenantId: string }): Promise<DirectoryUser | undefined>
  keyRing(): Promise<KeyRing>
  /** Returns what the authorizer returned, and throws what it threw. */
  authorize(question: AccessQuestion): Promise<unknown>
  emit(event: TapEvent): Promise<void>
  /** Absent without a deliverer. Its own error is dropped, because the error may contain the code. */
  readonly deliver?: ((delivery: Delivery) => Promise<void>) | undefined
  /** Throws what the notifier threw. */
  notify(notice: Notice): Promise<void>
  /** See {@link Store.sendsOnce}. */
  readonly sendsOnce: boolean
  randomBytes: RandomBytes
  nowMs(): number
}

/** How long one call of a port may take. A store that is slower than this is down. */
export const portDeadlineMs = 5_000

export function guardPorts(ports: Ports): GuardedPorts {
  const { directory, authorize, events, deliverer, notifier, clock, randomBytes, timer } = ports
  const currentRing = ringProvider(ports.keys)

  function call<T>(port: PortFailedError['port'], operation: string, work: () => T | Promise<T>): Promise<T> {
    return callPort({ port, operation, timer, deadlineMs: portDeadlineMs }, work)
  }

  let latestRing: KeyRing | undefined
  const keyRing = async (): Promise<KeyRing> => {
    latestRing = currentRing.fixed ?? (await call('keys', 'get', currentRing.get))
    return latestRing
  }
  const draw: RandomBytes = (length) => {
    try {
      return checkedBytes(randomBytes(length), length)
    } catch (cause) {
      throw portFailure('randomBytes', 'draw', cause)
    }
  }
  const nowMs = (): number => {
    try {
      return checkedInstant(clock())
    } catch (cause) {
      throw portFailure('clock', 'now', cause)
    }
  }

  return {
    ...versionedStore(ports, call, { keyRing: async () => latestRing ?? keyRing(), randomBytes: draw, nowMs }),
    sendsOnce: ports.store.sendsOnce === true,
    findUser: (query) => call('directory', 'findUser', async () => checkedUser(await directory.findUser(query))),
    keyRing,
    authorize: (question) => timer.within(portDeadlineMs, () => authorize(question)),
    // The operation has one name for all events, because the type of an event shows whether a code was right.
    emit: (event) => call('events', 'tell', async () => events?.(event)),
    deliver: deliverer && ((delivery) => call('deliverer', 'deliver', () => withoutItsError(deliverer, delivery))),
    notify: (notice) => timer.within(portDeadlineMs, async () => notifier?.(notice)),
    randomBytes: draw,
    nowMs,
  }
}

type GuardedCall = <T>(port: PortFailedError['port'], operation: string, work: () => T | Promise<T>) => Promise<T>

function versionedStore(
  { store, witness, cryptography, versions: memory }: Ports,
  call: GuardedCall,
  { keyRing, randomBytes, nowMs }: Pick<GuardedPorts, 'keyRing' | 'randomBytes' | 'nowMs'>,
): VersionedStore {
  const guardedWitness = witness && guardStore('witness', witness, call)
  return createVersionedStore({
    store: guardStore('store', store, call),
    witnessStore: guardedWitness,
    witness: guardedWitness && createWitness({ ...guardedWitness, ring: keyRing, cryptography, randomBytes }),
    memory,
    keepsWhatItShows: store.keepsWhatItShows === true,
    nowMs,
  })
}

function guardStore(port: 'store' | 'witness', store: Store, call: GuardedCall): GuardedStore {
  return {
    read: (keys) => call(port, 'read', async () => checkedDocuments(await store.read(keys), keys.length)),
    compareAndSet: (key, expected, next) =>
      call(port, 'compareAndSet', async () => checkedWrite(await store.compareAndSet(key, expected, next))),
    sweep: (batch) => call(port, 'sweep', async () => checkedSweep(await store.sweep(batch))),
    scan: (page) => call(port, 'scan', async () => checkedPage(await store.scan(page))),
  }
}

/** The error of a mailer often quotes the mail, which contains the code. */
async function withoutItsError(deliverer: Deliverer, delivery: Delivery): Promise<void> {
  try {
    await deliverer(delivery)
  } catch {
    throw new PortProblem(messageText('port.deliverer'))
  }
}
