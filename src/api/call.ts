import type { Actor } from '../core/access/actor.js'
import type { CallContext } from '../core/event/call-context.js'

/** The input of every call that an administrator or a service makes. */
export interface Call {
  /** Who makes the call. The `authorize` port decides whether they may. */
  readonly actor: Actor
  /** Where the call came from, as your application saw it. It is copied into the event. Default: none. */
  readonly context?: CallContext | undefined
}

/** The input of a call about one user. */
export interface UserInput extends Call {
  /** The user's id, user principal name or any alias that your directory knows: 1 to 512 characters. */
  readonly user: string
}

/** The input of a call that returns a list in pages. */
export interface ListInput extends Call {
  /** The `cursor` of the page before. Default: the first page. */
  readonly cursor?: string | undefined
  /** The maximum number of items in a page: 1 to 100. Default: 50. */
  readonly limit?: number | undefined
}

/** One page of a list. A page can be empty; the list ends with the page that has no `cursor`. */
export interface Page<T> {
  readonly items: readonly T[]
  /** Pass it to the next call. Absent on the last page. */
  readonly cursor?: string | undefined
}
