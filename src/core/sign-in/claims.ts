import type { Policy } from '../policy/policy.js'

/** Beside the registered values (RFC 8176), because none of them says "Temporary Access Pass". */
const privateMethod = 'temporary-access-pass'

export const grantActions = ['registerPasskey', 'registerAuthenticatorApp', 'replaceCredential', 'signOut'] as const

/** What a grant can be used for. */
export type AllowedAction = (typeof grantActions)[number]

/** Assurance in the words of SP 800-63B-4: `aal1` unless something else was verified, or the policy says otherwise. */
export type AssuranceLevel = 'aal1' | 'aal2'

/** What an identity provider may truthfully put into a token. */
export interface Claims {
  readonly amr: readonly string[]
  readonly acr: AssuranceLevel
}

/**
 * A pass is one factor, typed by hand, so never resistant to phishing (SP 800-63B-4 §3.2.5): `otp` when it can be used
 * once, `pwd` when it can be used again (RFC 8176). It makes a second factor of a different kind complete.
 */
export function claimsOf(
  { isUsableOnce }: { readonly isUsableOnce: boolean },
  { countsAs }: Pick<Policy, 'countsAs'>,
  priorAmr: readonly string[],
): Claims {
  const method = isUsableOnce ? 'otp' : 'pwd'
  const others = otherMethods(priorAmr)
  const isProven = others.includes('mfa') || others.some((prior) => isAnotherFactor(prior, method))
  const isMultiFactor = countsAs === 'multiFactor' || isProven
  const named = priorAmr.filter((prior) => prior !== 'mfa')
  const methods = [...named, method, privateMethod, ...(isMultiFactor ? ['mfa'] : [])]
  return { amr: Object.freeze([...new Set(methods)]), acr: isMultiFactor ? 'aal2' : 'aal1' }
}

/**
 * What was verified before, other than a pass: who carries a session's methods along would have one pass vouch for the
 * next.
 */
export function otherMethods(priorAmr: readonly string[]): readonly string[] {
  return priorAmr.includes(privateMethod) ? priorAmr.filter((prior) => !methodsOfPasses.includes(prior)) : priorAmr
}

const methodsOfPasses: readonly string[] = [privateMethod, 'otp', 'pwd', 'mfa']

type Factor = 'knowledge' | 'possession' | 'inherence'

/** What kind of factor a registered value stands for; values that name no factor count for nothing. */
const factors: Readonly<Record<string, Factor>> = {
  pwd: 'knowledge',
  pin: 'knowledge',
  kba: 'knowledge',
  otp: 'possession',
  hwk: 'possession',
  swk: 'possession',
  pop: 'possession',
  sc: 'possession',
  sms: 'possession',
  tel: 'possession',
  face: 'inherence',
  fpt: 'inherence',
  iris: 'inherence',
  retina: 'inherence',
  vbm: 'inherence',
}

function isAnotherFactor(prior: string, method: 'otp' | 'pwd'): boolean {
  return isFactor(prior) && factors[prior] !== factors[method]
}

/** Does the value name a factor, as `geo` and `rba` do not? */
export function isFactor(prior: string): boolean {
  return Object.hasOwn(factors, prior)
}

/** Until a strong credential is registered, a session from a pass serves for little else. */
export function allowedActions({ types }: Policy['registrableCredentials']): readonly AllowedAction[] {
  return Object.freeze<AllowedAction[]>([
    ...(types.includes('passkey') ? (['registerPasskey'] as const) : []),
    ...(types.includes('authenticatorApp') ? (['registerAuthenticatorApp'] as const) : []),
    'replaceCredential',
    'signOut',
  ])
}
