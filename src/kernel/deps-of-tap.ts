import type { Deps } from './deps.js'

const depsByTap = new WeakMap<object, Deps>()

/** What a tap was built from stays beside it and not on it: nobody reads keys off a tap. */
export function rememberDeps(tap: object, deps: Deps): void {
  depsByTap.set(tap, deps)
}

/** @returns `undefined` for anything that `createTap` of this copy of the package did not build. */
export function depsOf(tap: object): Deps | undefined {
  return depsByTap.get(tap)
}
