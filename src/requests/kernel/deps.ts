import type { Deps } from '../../kernel/deps.js'
import type { Provers } from '../../ports/prover.js'
import type { ReviewNotifier } from '../../ports/review-notifier.js'
import type { RequestRules } from '../model/rules.js'

/** What every verb of the requests receives: the dependencies of the tap, and the options of `createRequests`. */
export interface RequestDeps extends Deps {
  readonly rules: RequestRules
  readonly provers: Provers
  readonly notifyReviewer: ReviewNotifier | undefined
}
