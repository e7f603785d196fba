import type { Explanation, Pass } from 'temporary-access-pass'
import type { User } from './directory.js'
import { english } from './english.js'
import type { Label } from './label.js'

export { dueWords, labelOfState } from './request-words.js'

/** `2026-11-30 08:00 UTC`, as in the library’s messages. `public/time.js` replaces it with the user’s local time. */
export function momentInWords(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** `1 hour 30 minutes`, `8 hours`, `30 days`. */
export function durationInWords(minutes: number): string {
  const parts = [
    [Math.floor(minutes / 1_440), 'day'],
    [Math.floor((minutes % 1_440) / 60), 'hour'],
    [minutes % 60, 'minute'],
  ] as const
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`)
    .join(' ')
}

/** Returns the lifetimes to choose from, in minutes: round ones within the policy, its bounds and its default. */
export function lifetimes(minimum: number, maximum: number, defaultLifetime: number): readonly number[] {
  const round = [10, 30, 60, 120, 240, 480, 720, 1_440, 2_880, 10_080, 20_160, 43_200]
  const within = round.filter((minutes) => minutes > minimum && minutes < maximum)
  return [...new Set([minimum, ...within, defaultLifetime, maximum])].sort((a, b) => a - b)
}

/** The start of a pass id, enough to tell two passes apart. */
export function passNumber(id: string): string {
  return id.slice(0, 8)
}

const labels: Readonly<Record<Explanation['usability'], Label>> = {
  usable: { text: 'Ready to use', tone: 'good' },
  notYetValid: { text: 'Starts later', tone: 'waiting' },
  inRegistration: { text: 'In passkey setup', tone: 'waiting' },
  lockedOut: { text: 'Locked', tone: 'bad' },
  disabledByPolicy: { text: 'Not allowed by policy', tone: 'bad' },
  userDisabled: { text: 'Account disabled', tone: 'quiet' },
  oneTimeUsed: { text: 'Used', tone: 'quiet' },
  expired: { text: 'Expired', tone: 'quiet' },
  revoked: { text: 'Revoked', tone: 'bad' },
  noPass: { text: 'No pass', tone: 'quiet' },
  externalGuest: { text: 'External guest', tone: 'quiet' },
  outOfScope: { text: 'Not in the policy', tone: 'quiet' },
  unreadable: { text: 'Unreadable', tone: 'bad' },
}

/** Returns the state of a pass as a label. */
export function labelOf(usability: Explanation['usability']): Label {
  return labels[usability]
}

/** Returns what the administrator should know about a pass. */
export function warningsInWords({ warnings }: Pick<Pass, 'warnings'>): readonly string[] {
  return warnings.map(() => english.userDisabled)
}

/** Describes a pass to its own user. */
export function ownPassInWords(pass: Pass): string {
  if (pass.usability === 'usable') return pass.isUsableOnce ? 'Your pass can be used once.' : 'Your pass can be used.'
  if (pass.usability === 'notYetValid') return 'Your pass cannot be used yet.'
  if (pass.usability === 'inRegistration')
    return 'You have signed in with your pass. It is used up when you set up a passkey.'
  if (pass.usability === 'oneTimeUsed') return 'Your pass is used up: it has signed you in once.'
  return 'Your pass can no longer be used.'
}

export function kindOf({ type, isEnabled, isRestricted }: User): string {
  const kind = { member: 'Member', internalGuest: 'Internal guest', externalGuest: 'External guest' }[type]
  return [kind, ...(isEnabled ? [] : ['account disabled']), ...(isRestricted ? ['restricted'] : [])].join(', ')
}

const spelling: Readonly<Record<string, string>> = {
  A: 'Alfa',
  B: 'Bravo',
  C: 'Charlie',
  D: 'Delta',
  E: 'Echo',
  F: 'Foxtrot',
  G: 'Golf',
  H: 'Hotel',
  I: 'India',
  J: 'Juliett',
  K: 'Kilo',
  L: 'Lima',
  M: 'Mike',
  N: 'November',
  O: 'Oscar',
  P: 'Papa',
  Q: 'Quebec',
  R: 'Romeo',
  S: 'Sierra',
  T: 'Tango',
  U: 'Uniform',
  V: 'Victor',
  W: 'Whiskey',
  X: 'X-ray',
  Y: 'Yankee',
  Z: 'Zulu',
  0: 'zero',
  1: 'one',
  2: 'two',
  3: 'three',
  4: 'four',
  5: 'five',
  6: 'six',
  7: 'seven',
  8: 'eight',
  9: 'nine',
}

/** A symbol of a code and the word for it on the phone. */
export interface SpelledSymbol {
  readonly symbol: string
  readonly word: string
}

/** Spells a code in groups of four symbols. Only the `mixed` alphabet has small letters, so only those are marked. */
export function spelled(code: string): readonly (readonly SpelledSymbol[])[] {
  const groups = code.replaceAll('-', '').match(/.{1,4}/g) ?? []
  return groups.map((group) => [...group].map((symbol) => ({ symbol, word: wordFor(symbol) })))
}

function wordFor(symbol: string): string {
  const word = spelling[symbol.toUpperCase()] ?? symbol
  return /[a-z]/.test(symbol) ? `small ${word}` : word
}
