import { alphabets } from '../code/alphabet.js'
import { entropyInBits } from '../code/entropy.js'
import { readableNumber } from '../input/describe.js'
import type { InputIssue } from '../input/input-issue.js'
import { policyBounds } from './bounds.js'
import type { Policy } from './policy.js'

/** What decides how easily one pass is guessed. */
export type GuessingPolicy = Pick<Policy, 'alphabet' | 'defaultLength' | 'wrongCodesBeforeRevocation'>

const maxRiskInBits = -20
// Eight digits pass the arithmetic with a small budget, but one raised budget later they would not.
const minDigits = 9

/**
 * Refuses a policy under which guessing one pass succeeds with a chance above 2^-20, and tells the arithmetic:
 * wrong codes until the pass is revoked, divided by the codes there are.
 */
export function guessingRisk(policy: GuessingPolicy): InputIssue<'guessingRisk'> | undefined {
  const needed = neededLength(policy)
  if (policy.defaultLength >= needed) return undefined
  return {
    code: 'guessingRisk',
    field: 'defaultLength',
    message: `makes codes too easy to guess: ${arithmetic(policy)}; use ${needed} or more`,
    minimum: needed,
    maximum: policyBounds.defaultLength.maximum,
  }
}

/** The chance that guessing one pass ever succeeds, as a power of two: -33.4 is 2^-33.4. */
export function guessingRiskInBits(policy: GuessingPolicy): number {
  return Math.log2(policy.wrongCodesBeforeRevocation) - entropyInBits(policy.alphabet, policy.defaultLength)
}

function neededLength({ alphabet, wrongCodesBeforeRevocation }: GuessingPolicy): number {
  const bits = Math.log2(wrongCodesBeforeRevocation) - maxRiskInBits
  const byRisk = Math.ceil(bits / entropyInBits(alphabet, 1))
  return Math.max(byRisk, alphabet === 'digits' ? minDigits : policyBounds.defaultLength.minimum)
}

function arithmetic(policy: GuessingPolicy): string {
  const risk = guessingRiskInBits(policy)
  const codes = `${alphabets[policy.alphabet].symbols.length}^${policy.defaultLength}`
  const sum = `${readableNumber(policy.wrongCodesBeforeRevocation)} guesses at ${codes} codes is 2^${risk.toFixed(2)}`
  if (risk > maxRiskInBits) return `${sum}, above 2^${maxRiskInBits}`
  return `${sum}, but "${policy.alphabet}" is too short whatever the number of guesses`
}
