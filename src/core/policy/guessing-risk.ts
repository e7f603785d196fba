import { alphabets } from '../code/alphabet.js'
import { entropyInBits } from '../code/entropy.js'
import { inputIssue } from '../input/create-issue.js'
import type { InputIssue } from '../input/input-issue.js'
import { policyBounds } from './bounds.js'
import type { Policy } from './policy.js'

/** The fields that decide how easily a pass is guessed. */
export type GuessingPolicy = Pick<Policy, 'alphabet' | 'defaultLength' | 'wrongCodesBeforeRevocation'>

const maxRiskInBits = -20
// With few wrong codes, eight digits are below the maximum risk. A later rise of that number would exceed it.
const minDigits = 9

/**
 * Refuses a policy under which an attacker guesses a pass with a chance above 2^-20. The chance is the wrong codes before
 * revocation, divided by the number of possible codes.
 */
export function guessingRisk(policy: GuessingPolicy): InputIssue<'guessingRisk'> | undefined {
  const needed = neededLength(policy)
  if (policy.defaultLength >= needed) return undefined
  const { alphabet, defaultLength: length, wrongCodesBeforeRevocation: guesses } = policy
  const bounds = { minimum: needed, maximum: policyBounds.defaultLength.maximum }
  const bits = guessingRiskInBits(policy)
  if (bits > maxRiskInBits) {
    const { length: symbols } = alphabets[alphabet].symbols
    const parameters = { guesses, symbols, length, bits, minimum: needed }
    return inputIssue('guessingRisk', 'defaultLength', 'policy.issue.guessingRisk', parameters, bounds)
  }
  const parameters = { alphabet, length, minimum: needed }
  return inputIssue('guessingRisk', 'defaultLength', 'policy.issue.guessingRisk.tooShort', parameters, bounds)
}

/** Returns the chance that an attacker guesses a pass before it is revoked, as a power of two: -33.4 means 2^-33.4. */
export function guessingRiskInBits(policy: GuessingPolicy): number {
  return Math.log2(policy.wrongCodesBeforeRevocation) - entropyInBits(policy.alphabet, policy.defaultLength)
}

function neededLength({ alphabet, wrongCodesBeforeRevocation }: GuessingPolicy): number {
  const bits = Math.log2(wrongCodesBeforeRevocation) - maxRiskInBits
  const byRisk = Math.ceil(bits / entropyInBits(alphabet, 1))
  return Math.max(byRisk, alphabet === 'digits' ? minDigits : policyBounds.defaultLength.minimum)
}
