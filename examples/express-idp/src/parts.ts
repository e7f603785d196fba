import type { Clock, Tap } from 'temporary-access-pass'
import type { Requests } from 'temporary-access-pass/requests'
import type { Activity } from './activity.js'
import type { ApiTokens } from './api-tokens.js'
import type { Users } from './directory.js'
import type { OnboardingLists } from './onboarding-lists.js'
import type { Outbox } from './outbox.js'
import type { PasskeyCeremonies } from './passkeys.js'
import type { IdentityCheck } from './provers.js'
import type { Sessions } from './session-store.js'

/** The parts of the application that the routes use. */
export interface Parts {
  readonly tap: Tap
  readonly requests: Requests
  readonly identityCheck: IdentityCheck
  readonly users: Users
  readonly passkeys: PasskeyCeremonies
  readonly sessions: Sessions
  readonly activity: Activity
  readonly outbox: Outbox
  readonly onboarding: OnboardingLists
  readonly tokens: ApiTokens
  readonly clock: Clock
  /** The address of this application in the browser, such as `http://localhost:3000`. */
  readonly origin: string
}
