import type { Actor } from '../core/access/actor.js'
import type { CallContext } from '../core/event/call-context.js'

/** Who calls, and from where. */
export interface Call {
  readonly actor: Actor
  readonly context?: CallContext | undefined
}

/** A call about one person. */
export interface UserInput extends Call {
  /** Id, user principal name or any alias: 1 to 512 characters. */
  readonly user: string
}

/** Which page of a list. */
export interface ListInput extends Call {
  /** As the page before answered it. */
  readonly cursor?: string | undefined
  /** Items a page: 1 to 100. @defaultValue 50 */
  readonly limit?: number | undefined
}

/** One page. It may be empty; only an absent `cursor` ends the list. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly cursor?: string | undefined
}
