import type { AlphabetName } from '../policy/policy.js'

export interface Alphabet {
  readonly name: AlphabetName
  readonly symbols: string
  /** Shown in groups of four, so that it can be dictated. */
  readonly isGrouped: boolean
}

/** `mixed` keeps `o`, which a typed `0` or `O` stands for. */
export const alphabets: { readonly [Name in AlphabetName]: Alphabet } = {
  crockford: { name: 'crockford', symbols: '0123456789ABCDEFGHJKMNPQRSTVWXYZ', isGrouped: true },
  mixed: {
    name: 'mixed',
    symbols: 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789',
    isGrouped: false,
  },
  digits: { name: 'digits', symbols: '0123456789', isGrouped: true },
}
