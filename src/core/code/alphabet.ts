import type { AlphabetName } from '../policy/policy.js'

/** Which symbols a code is drawn from, and whether it is shown in groups to be dictated. */
export interface Alphabet {
  readonly name: AlphabetName
  readonly symbols: string
  readonly isGrouped: boolean
}

/** Every alphabet by name. `mixed` keeps `o`, which then stands for every look-alike of its kind. */
export const alphabets: { readonly [Name in AlphabetName]: Alphabet } = {
  crockford: { name: 'crockford', symbols: '0123456789ABCDEFGHJKMNPQRSTVWXYZ', isGrouped: true },
  mixed: {
    name: 'mixed',
    symbols: 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789',
    isGrouped: false,
  },
  digits: { name: 'digits', symbols: '0123456789', isGrouped: true },
}
