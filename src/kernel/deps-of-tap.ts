import type { Deps } from './deps.js'

const depsByTap = new WeakMap<object, Deps>()

/** Keeps the dependencies in a map and not on the tap, so that no code can read the keys from a tap. */
export function rememberDeps(tap: object, deps: Deps): void {
  depsByTap.set(tap, deps)
}

/** Returns `undefined` for an object that `createTap` of this copy of the package did not create. */
export function depsOf(tap: object): Deps | undefined {
  return depsByTap.get(tap)
}
