import type { PolicyPatch } from '../core/policy/policy.js'
import type { SurfaceRules } from '../core/sign-in/surfaces.js'
import type { Cryptography } from '../crypto/suite.js'
import type { Authorize } from '../ports/authorize.js'
import type { Clock } from '../ports/clock.js'
import type { Deliverer } from '../ports/deliverer.js'
import type { Directory } from '../ports/directory.js'
import type { EventSink } from '../ports/event-sink.js'
import type { Key, KeyProvider } from '../ports/keys.js'
import type { Notifier } from '../ports/notifier.js'
import type { RandomBytes } from '../ports/random-bytes.js'
import type { Store } from '../ports/store.js'

/** What a {@link Tap} is built from. Only `store`, `directory` and `keys` have no default. */
export interface TapOptions {
  readonly store: Store
  readonly directory: Directory
  /** The first key writes, every key reads. 32 random bytes each; keep them out of the store's database. */
  readonly keys: readonly Key[] | KeyProvider
  /** 1 to 512 characters. @defaultValue `'default'`. See {@link Tap.forTenant}. */
  readonly tenantId?: string | undefined
  /** What applies where no policy is stored, and what `policy.reset` returns to. @defaultValue {@link entraPolicy}, disabled */
  readonly policy?: PolicyPatch | undefined
  /** @defaultValue {@link authorizeByEntraRoles} */
  readonly authorize?: Authorize | undefined
  /** Where events go. Left out, they go nowhere: have one in production. */
  readonly events?: EventSink | undefined
  /** Hands over the codes of passes created with `deliverTo`. Left out, there are none such. */
  readonly deliverer?: Deliverer | undefined
  /**
   * Tells people what happened to their passes; then run `maintenance.sendNotices` every minute, for what it could not tell.
   * Left out, nobody is told, and nothing is kept to be told later.
   */
  readonly notifier?: Notifier | undefined
  /** @defaultValue the host's clock */
  readonly clock?: Clock | undefined
  /** @defaultValue the host's Web Crypto */
  readonly randomBytes?: RandomBytes | undefined
  /**
   * `fips` uses only approved algorithms: AES-256-GCM, PBKDF2 at 600,000 rounds, HMAC-SHA-256. What one suite has stored
   * the other does not read.
   *
   * @defaultValue `'default'`: XChaCha20-Poly1305 and scrypt
   */
  readonly cryptography?: Cryptography | undefined
  /** Where a pass may be typed; what you leave out is as in {@link surfaceRules}. */
  readonly surfaces?: Partial<SurfaceRules> | undefined
  /**
   * What `isPassOffered` answers from. `livePass` tells whoever asks that a person has a pass that works; `policy` tells
   * only that they might.
   *
   * @defaultValue `'livePass'`
   */
  readonly passOffer?: PassOffer | undefined
  /** How much of this process slow hashes may take; what is beyond that is answered by {@link BusyError}. */
  readonly hashing?: HashingOptions | undefined
}

/** What `isPassOffered` answers from. */
export type PassOffer = 'livePass' | 'policy'

/** How much of this process slow hashes may take. */
export interface HashingOptions {
  /** At once: 1 to 64. @defaultValue the cores, leaving two threads of the pool to the host */
  readonly concurrency?: number | undefined
  /** Waiting: 0 to 10,000. @defaultValue 32 */
  readonly queue?: number | undefined
}
