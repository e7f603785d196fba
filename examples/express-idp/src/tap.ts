import type { Clock, Deliverer, Directory, EventSink, Notifier, Store, Tap } from 'temporary-access-pass'
import { createTap } from 'temporary-access-pass'

/** What this identity provider brings along. */
export interface Surroundings {
  readonly store: Store
  readonly directory: Directory
  readonly events: EventSink
  readonly notifier: Notifier
  readonly deliverer: Deliverer
  readonly rootKey: string
  readonly clock: Clock
}

/** Temporary Access Passes for this identity provider. Every page that has to do with a pass calls what is made here. */
export function openTap({ store, rootKey, ...surroundings }: Surroundings): Tap {
  const { directory, events, notifier, deliverer, clock } = surroundings

  return createTap({
    // Where passes live: see store.ts.
    store,

    // Who a person is. Asked at every call, so that whoever leaves is out at once.
    directory,

    // What seals the rows. Without it nobody can make a pass, or change one; it is never in the database.
    keys: [{ id: 'root', secret: rootKey }],

    // In force until an administrator saves another on the policy page. All that is not said here is as in Entra.
    policy: { state: 'enabled', includeTargets: [{ targetType: 'group', id: 'all_users' }] },

    // Told of everything that happens, once. What cannot be recorded does not happen.
    events,

    // Tells the person what happened to their pass, with a link to say “this was not me”.
    notifier,

    // Takes a code to the person, so that the administrator who issued it never sees it.
    deliverer,

    clock,
  })
}
