import { isFactor, otherMethods } from './claims.js'

/** Where a code was typed. `deviceWebSignIn`: a joined device with web sign-in enabled. `legacy`: RADIUS, NPS or AD FS. */
export type Surface =
  | 'browser'
  | 'authenticatorApp'
  | 'deviceSetup'
  | 'joinedDevice'
  | 'hybridJoinedDevice'
  | 'deviceWebSignIn'
  | 'legacy'

/**
 * Whether a pass is accepted, for every surface. `accepted`: a pass is enough. `afterAnotherMethod`: only if your application has
 * verified another factor before, and says so in `priorAmr`. `refused`: never.
 */
export type SurfaceRules = { readonly [Name in Surface]: 'accepted' | 'afterAnotherMethod' | 'refused' }

/**
 * The default rules, as in Microsoft Entra
 * (https://learn.microsoft.com/entra/identity/authentication/howto-authentication-temporary-access-pass). A pass is enough
 * to join a device. A device that has already joined needs another method first, unless web sign-in is enabled on it.
 * RADIUS, NPS and AD FS are refused.
 *
 * @example
 * ```ts
 * const tap = createTap({ ...options, surfaces: { legacy: surfaceRules.browser } })
 * ```
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

export function isSurfaceAllowed(rules: SurfaceRules, surface: Surface, priorAmr: readonly string[]): boolean {
  if (rules[surface] === 'afterAnotherMethod') {
    return otherMethods(priorAmr).some((prior) => prior === 'mfa' || isFactor(prior))
  }
  return rules[surface] === 'accepted'
}

export function isSurface(value: unknown): value is Surface {
  return typeof value === 'string' && Object.hasOwn(surfaceRules, value)
}
