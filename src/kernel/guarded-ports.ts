import type { TapEvent } from '../core/event/event.js'
import { messageText } from '../core/message/english.js'
import type { KeyRing } from '../crypto/key-ring.js'
import type { PortFailedError } from '../errors.js'
import type { AccessQuestion, Authorize } from '../ports/authorize.js'
import type { Clock } from '../ports/clock.js'
import type { Deliverer, Delivery } from '../ports/deliverer.js'
import type { Directory, DirectoryUser } from '../ports/directory.js'
import type { EventSink } from '../ports/event-sink.js'
import type { Key, KeyProvider } from '../ports/keys.js'
import type { Notice, Notifier } from '../ports/notifier.js'
import type { RandomBytes } from '../ports/random-bytes.js'
import type { ScannedPage, ScanPage, Store, StoredDocument, StoreKey } from '../ports/store.js'
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

/** The ports as the host application provides them. */
export interface Ports {
  readonly store: Store
  readonly directory: Directory
  readonly keys: readonly Key[] | KeyProvider
  readonly authorize: Authorize
  readonly events: EventSink | undefined
  readonly deliverer: Deliverer | undefined
  readonly notifier: Notifier | undefined
  readonly clock: Clock
  readonly randomBytes: RandomBytes
  readonly timer: Timer
}

/** The same ports with deadlines and checked results. They throw only {@link PortFailedError}, unless a method says otherwise. */
export interface GuardedPorts {
  read(keys: readonly StoreKey[]): Promise<readonly (StoredDocument | undefined)[]>
  compareAndSet(key: StoreKey, expected: string | null, next: StoredDocument | null): Promise<boolean>
  sweep(batch: { readonly nowMs: number; readonly limit: number }): Promise<number>
  scan(page: ScanPage): Promise<ScannedPage>
  findUser(query: { readonly user: string; readonly tenantId: string }): Promise<DirectoryUser | undefined>
  keyRing(): Promise<KeyRing>
  /** Returns what the authorizer returned, and throws what it threw. */
  authorize(question: AccessQuestion): Promise<unknown>
  emit(event: TapEvent): Promise<void>
  /** Absent without a deliverer. Its own error is dropped, because the error may contain the code. */
  readonly deliver?: ((delivery: Delivery) => Promise<void>) | undefined
  /** Throws what the notifier threw. */
  notify(notice: Notice): Promise<void>
  randomBytes: RandomBytes
  nowMs(): number
}

/** How long one call of a port may take. A store that is slower than this is down. */
export const portDeadlineMs = 5_000

export function guardPorts(ports: Ports): GuardedPorts {
  const { store, directory, authorize, events, deliverer, notifier, clock, randomBytes, timer } = ports
  const currentRing = ringProvider(ports.keys)

  function call<T>(port: PortFailedError['port'], operation: string, work: () => T | Promise<T>): Promise<T> {
    return callPort({ port, operation, timer, deadlineMs: portDeadlineMs }, work)
  }

  return {
    read: (keys) => call('store', 'read', async () => checkedDocuments(await store.read(keys), keys.length)),
    compareAndSet: (key, expected, next) =>
      call('store', 'compareAndSet', async () => checkedWrite(await store.compareAndSet(key, expected, next))),
    sweep: (batch) => call('store', 'sweep', async () => checkedSweep(await store.sweep(batch))),
    scan: (page) => call('store', 'scan', async () => checkedPage(await store.scan(page))),
    findUser: (query) => call('directory', 'findUser', async () => checkedUser(await directory.findUser(query))),
    keyRing: () => (currentRing.fixed ? Promise.resolve(currentRing.fixed) : call('keys', 'get', currentRing.get)),
    authorize: (question) => timer.within(portDeadlineMs, () => authorize(question)),
    // The operation has one name for all events, because the type of an event shows whether a code was right.
    emit: (event) => call('events', 'tell', async () => events?.(event)),
    deliver: deliverer && ((delivery) => call('deliverer', 'deliver', () => withoutItsError(deliverer, delivery))),
    notify: (notice) => timer.within(portDeadlineMs, async () => notifier?.(notice)),
    randomBytes: (length) => {
      try {
        return checkedBytes(randomBytes(length), length)
      } catch (cause) {
        throw portFailure('randomBytes', 'draw', cause)
      }
    },
    nowMs: () => {
      try {
        return checkedInstant(clock())
      } catch (cause) {
        throw portFailure('clock', 'now', cause)
      }
    },
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
