import type { Decision } from './decision.js'
import type { Commits } from './sent-writes.js'
import type { Write } from './write.js'

/** The parts of one change of one document. */
export interface Change<State, Value> {
  read(): Promise<State>
  /** Pure, except for random ids that it draws. It runs again whenever another write may have come first. */
  decide(state: State, commitId: string): Decision<Value>
  /** Returns the commit ids in the document. `undefined`: they are unreadable. */
  commits(state: State): Commits | undefined
  /** Returns the write that stores the document again, unchanged. `undefined`: nothing is stored that can be read. */
  rewrite(state: State): Write | undefined
  /** Throws if the value that a stored write decided is no longer usable. */
  readonly confirm?: ((state: State) => void) | undefined
}
