import { isFactor, otherMethods } from './claims.js'

/** Where the code was typed. */
export type Surface =
  | 'browser'
  | 'authenticatorApp'
  | 'deviceSetup'
  | 'joinedDevice'
  | 'hybridJoinedDevice'
  | 'deviceWebSignIn'
  | 'legacy'

/** `accepted`: a pass alone is enough. `afterAnotherMethod`: only when the host has verified something else before. */
export type SurfaceRule = 'accepted' | 'afterAnotherMethod' | 'refused'

/** One rule for each surface. */
export type SurfaceRules = { readonly [Name in Surface]: SurfaceRule }

/**
 * As in Entra: joining a device takes a pass alone; a device that is joined already wants another method first, unless its
 * web sign-in is on (then it says `deviceWebSignIn`); RADIUS, NPS and AD FS cannot show what a pass needs.
 */
export const surfaceRules: SurfaceRules = Object.freeze({
  browser: 'accepted',
  authenticatorApp: 'accepted',
  deviceSetup: 'accepted',
  joinedDevice: 'afterAnotherMethod',
  hybridJoinedDevice: 'afterAnotherMethod',
  deviceWebSignIn: 'accepted',
  legacy: 'refused',
})

/** May a pass be used here, by somebody who has verified `priorAmr` before? */
export function isSurfaceAllowed(rules: SurfaceRules, surface: Surface, priorAmr: readonly string[]): boolean {
  if (rules[surface] === 'afterAnotherMethod') {
    return otherMethods(priorAmr).some((prior) => prior === 'mfa' || isFactor(prior))
  }
  return rules[surface] === 'accepted'
}

/** Is it the name of a surface? */
export function isSurface(value: unknown): value is Surface {
  return typeof value === 'string' && Object.hasOwn(surfaceRules, value)
}
