import type { PolicyPatch } from '../core/policy/policy.js'
import type { SurfaceRules } from '../core/sign-in/surfaces.js'
import type { Authorize } from '../ports/authorize.js'
import type { Clock } from '../ports/clock.js'
import type { Deliverer } from '../ports/deliverer.js'
import type { Directory } from '../ports/directory.js'
import type { EventSink } from '../ports/event-sink.js'
import type { Key, KeyProvider } from '../ports/keys.js'
import type { Notifier } from '../ports/notifier.js'
import type { RandomBytes } from '../ports/random-bytes.js'
import type { Store } from '../ports/store.js'
import type { Timer } from '../ports/timer.js'

/** The options of {@link createTap}. Only `store`, `directory` and `keys` are required. */
export interface TapOptions {
  /** Where documents are stored. The package has stores for memory, SQLite, PostgreSQL, MySQL and Redis. */
  readonly store: Store
  /**
   * A second store, of another owner than the first: a database that the owner of the first cannot write to. It remembers the version of every document, under keyed hashes. A document that is older than its witness, or that
   * was taken away, is refused as `rolledBack`. If the witness cannot be reached, calls fail. It costs one more round trip
   * for each write. Default: each process remembers what it has seen itself; see the threat model for what that catches.
   */
  readonly witness?: Store | undefined
  /**
   * `true`: every tenant has stored a policy, with `policy.update` or `policy.reset`. A stored policy that is absent then
   * refuses everything, even in a process that has never seen it. Default: an absent policy is refused if this process, the
   * witness or a document of the tenant knows of one; otherwise `policy` applies.
   */
  readonly isPolicyStored?: boolean | undefined
  /** Finds users in your identity provider. */
  readonly directory: Directory
  /**
   * The root keys, each with a secret of 32 random bytes or more. The first key seals new documents; every key opens
   * documents that it has sealed. Keep them out of the database. Create one with `npx temporary-access-pass keygen`.
   */
  readonly keys: readonly Key[] | KeyProvider
  /** The tenant that the tap works on: 1 to 512 characters. See {@link Tap.forTenant}. Default: `'default'`. */
  readonly tenantId?: string | undefined
  /**
   * The policy that applies while a tenant has stored none, and after `policy.reset`. A field that is absent is as in
   * {@link entraPolicy}. Default: {@link entraPolicy}, which is disabled.
   */
  readonly policy?: PolicyPatch | undefined
  /** Decides who may make which call. Default: {@link authorizeByEntraRoles}. */
  readonly authorize?: Authorize | undefined
  /** Receives one event for each call. Default: events are dropped. Set one in production. */
  readonly events?: EventSink | undefined
  /** Delivers the codes of passes that are created with `deliverTo`. Default: `deliverTo` is refused. */
  readonly deliverer?: Deliverer | undefined
  /**
   * Notifies users of what happens to their passes. If you set one, run `maintenance.sendNotices` every minute as well: it
   * retries what could not be delivered. Default: users are not notified, and no notice is stored.
   */
  readonly notifier?: Notifier | undefined
  /** Returns the current time. Default: `Date.now`. */
  readonly clock?: Clock | undefined
  /** Waits, and ends port calls that take too long. Set one in tests only. Default: the timers of the host. */
  readonly timer?: Timer | undefined
  /** Returns random bytes. Default: `crypto.getRandomValues` of the host. */
  readonly randomBytes?: RandomBytes | undefined
  /**
   * The cryptographic algorithms. `fips`: FIPS-approved algorithms only, which are AES-256-GCM, HMAC-SHA-256 and PBKDF2
   * with 600,000 iterations. `default`: XChaCha20-Poly1305 and scrypt. Documents of one suite are unreadable with the
   * other. Default: `'default'`.
   */
  readonly cryptography?: 'default' | 'fips' | undefined
  /** Where a code may be entered. A surface that is absent follows {@link surfaceRules}. */
  readonly surfaces?: Partial<SurfaceRules> | undefined
  /**
   * What `isPassOffered` depends on. `livePass`: the user has a usable pass, which reveals to every caller that there is
   * one. `policy`: the policy allows the user to have a pass, which reveals less. Default: `'livePass'`.
   */
  readonly passOffer?: 'livePass' | 'policy' | undefined
  /** Limits how much of this process slow hashes may use. Calls beyond the limit fail with {@link BusyError}. */
  readonly hashing?:
    | {
        /** Slow hashes at the same time: 1 to 64. Default: one for each core, with two threads of the pool left to the host. */
        readonly concurrency?: number | undefined
        /** Slow hashes that wait: 0 to 10,000. Default: 32. */
        readonly queue?: number | undefined
      }
    | undefined
}
