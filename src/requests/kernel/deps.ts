import type { Deps } from '../../kernel/deps.js'
import type { Provers } from '../../ports/prover.js'
import type { ReviewNotifier } from '../../ports/review-notifier.js'
import type { RequestRules } from '../model/rules.js'

/** What every verb of requests receives: the tap's own, and what requests need besides. */
export interface RequestDeps extends Deps {
  readonly rules: RequestRules
  readonly provers: Provers
  readonly notifyReviewer: ReviewNotifier | undefined
}
