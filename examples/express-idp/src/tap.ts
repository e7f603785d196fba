import type { Database } from 'better-sqlite3'
import type { Clock, Directory, EventSink, Tap } from 'temporary-access-pass'
import { createTap } from 'temporary-access-pass'
import { sqliteStore } from 'temporary-access-pass/sqlite'

/** What this identity provider brings along. */
export interface Surroundings {
  readonly database: Database
  readonly directory: Directory
  readonly events: EventSink
  readonly rootKey: string
  readonly clock: Clock
}

/** Temporary Access Passes for this identity provider. Every page that has to do with a pass calls what is made here. */
export async function openTap({ database, directory, events, rootKey, clock }: Surroundings): Promise<Tap> {
  const store = sqliteStore({ database })
  await store.createSchema()

  return createTap({
    // Where passes live: one table of its own, beside people and passkeys in the same file.
    store,

    // Who a person is. Asked at every call, so that whoever leaves is out at once.
    directory,

    // What seals the rows. Without it nobody can make a pass, or change one; it is never in the database.
    keys: [{ id: 'root', secret: rootKey }],

    // In force until an administrator saves another on the policy page. All that is not said here is as in Entra.
    policy: { state: 'enabled', includeTargets: [{ targetType: 'group', id: 'all_users' }] },

    // Told of everything that happens, once. What cannot be recorded does not happen.
    events,

    clock,
  })
}
