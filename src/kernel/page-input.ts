import { inputIssue } from '../core/input/input-issue.js'
import { InvalidInputError } from '../errors.js'

const usual = 500
const maximum = 10_000

/** How many documents one call may touch. @throws {@link InvalidInputError} */
export function checkedLimit(input: { readonly limit?: number | undefined } | undefined): number {
  const limit: unknown = input?.limit ?? usual
  if (typeof limit === 'number' && Number.isInteger(limit) && limit >= 1 && limit <= maximum) return limit
  const code = typeof limit === 'number' ? 'range' : 'type'
  const bounds = { minimum: 1, maximum }
  throw new InvalidInputError([inputIssue(code, 'limit', 'input.limit', bounds, bounds)])
}
