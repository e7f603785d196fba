import type { Clock, Deliverer, Directory, EventSink, Notifier, Store, Tap } from 'temporary-access-pass'
import { createTap } from 'temporary-access-pass'

/** The ports of this identity provider. */
export interface IdpPorts {
  readonly store: Store
  readonly directory: Directory
  readonly events: EventSink
  readonly notifier: Notifier
  readonly deliverer: Deliverer
  readonly rootKey: string
  readonly clock: Clock
}

/** Creates the Temporary Access Passes of this identity provider. Every page about a pass uses it. */
export function openTap({ store, rootKey, ...ports }: IdpPorts): Tap {
  const { directory, events, notifier, deliverer, clock } = ports

  return createTap({
    // Stores the passes: see store.ts.
    store,

    // Finds users. The library reads it at every call, so a disabled user loses access at once.
    directory,

    // Encrypts and authenticates the stored documents. The key is never in the database.
    keys: [{ id: 'root', secret: rootKey }],

    // Applies until an administrator saves a policy. Other fields default to the values of Entra.
    policy: { state: 'enabled', includeTargets: [{ targetType: 'group', id: 'all_users' }] },

    // Receives every event once. If an event cannot be recorded, the call fails.
    events,

    // Notifies users about their pass, with a “This was not me” link.
    notifier,

    // Sends a code to its user, so that the administrator who issued it never sees it.
    deliverer,

    clock,
  })
}
