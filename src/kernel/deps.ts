import type { TapOptions } from '../api/options.js'
import type { Policy } from '../core/policy/policy.js'
import type { SurfaceRules } from '../core/sign-in/surfaces.js'
import type { KeyRing } from '../crypto/key-ring.js'
import type { Cryptography } from '../crypto/suite.js'
import type { Timer } from '../ports/timer.js'
import type { Admission } from './admission/admission.js'
import type { GuardedPorts } from './guarded-ports.js'
import type { KeyedLocks } from './keyed-lock.js'
import type { LoadedPolicy } from './loaded.js'
import type { VersionMemory } from './witness/version-memory.js'

/** What every call receives: the ports, and the state that all calls of a process share. */
export interface Deps {
  readonly tenantId: string
  readonly ports: GuardedPorts
  /** The policy where none is stored. */
  readonly defaults: Policy
  readonly cryptography: Cryptography
  readonly admission: Admission
  readonly locks: KeyedLocks
  readonly timer: Timer
  /** What this process has seen of the documents. */
  readonly versions: VersionMemory
  readonly surfaceRules: SurfaceRules
  readonly passOffer: NonNullable<TapOptions['passOffer']>
  readonly hasNotifier: boolean
  /** How many notices this process is delivering now. */
  readonly deliveriesInProgress: { count: number }
  /** By tenant: the last policy read, and the keys that opened it. */
  readonly openedPolicies: Map<string, { readonly ring: KeyRing; readonly policy: LoadedPolicy }>
}
