import type { Policy } from '../policy/policy.js'

/** None of the registered values (RFC 8176) means "Temporary Access Pass". */
const privateMethod = 'temporary-access-pass'

export const grantActions = ['registerPasskey', 'registerAuthenticatorApp', 'replaceCredential', 'signOut'] as const

/**
 * An action that a grant allows.
 *
 * @useDeclaredType
 */
export type AllowedAction = (typeof grantActions)[number]

/**
 * The authentication assurance level (NIST SP 800-63B-4). `aal1`: one factor. `aal2`: two different factors, or a policy
 * that counts a pass as two.
 */
type AssuranceLevel = 'aal1' | 'aal2'

/** Claims for a token of the identity provider. */
export interface Claims {
  readonly amr: readonly string[]
  readonly acr: AssuranceLevel
}

/**
 * Returns the claims of a sign-in. A pass is one factor: `otp` if it can be used once, `pwd` if it can be used again (RFC 8176). It is typed by hand, so it
 * never resists phishing (SP 800-63B-4 §3.2.5). With a factor of another kind it makes two.
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
 * Returns the methods other than a pass. A host application may copy the methods of a session that a pass opened: that
 * pass must not count as a second factor for the next one.
 */
export function otherMethods(priorAmr: readonly string[]): readonly string[] {
  return priorAmr.includes(privateMethod) ? priorAmr.filter((prior) => !methodsOfPasses.includes(prior)) : priorAmr
}

const methodsOfPasses: readonly string[] = [privateMethod, 'otp', 'pwd', 'mfa']

type Factor = 'knowledge' | 'possession' | 'inherence'

/** The factor that a registered value stands for. Values that name no factor, such as `geo`, do not count. */
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

export function isFactor(prior: string): boolean {
  return Object.hasOwn(factors, prior)
}

export function allowedActions({ types }: Policy['registrableCredentials']): readonly AllowedAction[] {
  return Object.freeze<AllowedAction[]>([
    ...(types.includes('passkey') ? (['registerPasskey'] as const) : []),
    ...(types.includes('authenticatorApp') ? (['registerAuthenticatorApp'] as const) : []),
    'replaceCredential',
    'signOut',
  ])
}
