import type { RequestTransition } from '../../../core/event/request-vocabulary.js'
import type { RequestRecord, TransitionActor } from '../request.js'
import type { RequestRules } from '../rules.js'

/** When, by whom and under which rules a transition is made. */
export interface TransitionContext {
  readonly nowMs: number
  readonly by: TransitionActor
  readonly rules: RequestRules
}

/** Returns the changed request, with the transition at the end of its history. */
export function withTransition(
  request: RequestRecord,
  transition: RequestTransition,
  {
    nowMs: atMs,
    by,
    justification,
  }: Omit<TransitionContext, 'rules'> & { readonly justification?: string | undefined },
  change: Partial<RequestRecord> & Pick<RequestRecord, 'state'>,
): RequestRecord {
  const entry = { transition, state: change.state, atMs, by, justification }
  return { ...request, ...change, history: [...request.history, entry] }
}
