import { inputIssue } from '../core/input/create-issue.js'
import type { InputIssueCode } from '../core/input/input-issue.js'
import { InvalidInputError, PortFailedError } from '../errors.js'
import type { ScanPage } from '../ports/store.js'
import type { Deps } from './deps.js'
import type { ShownPage } from './shown.js'

const defaultLimit = 500
const maxLimit = 10_000

/** Returns how many documents one call of `tap.maintenance` may touch. @throws {@link InvalidInputError} */
export function checkedLimit(input: { readonly limit?: number | undefined } | undefined): number {
  const limit: unknown = input?.limit ?? defaultLimit
  if (typeof limit === 'number' && Number.isInteger(limit) && limit >= 1 && limit <= maxLimit) return limit
  const code = typeof limit === 'number' ? 'range' : 'type'
  const range = { minimum: 1, maximum: maxLimit }
  throw new InvalidInputError([inputIssue(code, 'limit', 'input.limit', range, range)])
}

/** @throws {@link InvalidInputError} */
export function checkedCursor(input: { readonly cursor?: string | undefined } | undefined): string | undefined {
  const cursor: unknown = input?.cursor
  if (cursor === undefined || typeof cursor === 'string') return cursor
  throw invalidCursor('type')
}

/** @throws {@link InvalidInputError} for a cursor that the store did not return. */
export async function scanPage({ ports }: Deps, page: ScanPage): Promise<ShownPage> {
  try {
    return await ports.scan(page)
  } catch (error) {
    // The store contract: a store throws a RangeError for a cursor that it did not return.
    const isUnknownCursor = error instanceof PortFailedError && error.cause instanceof RangeError
    if (page.cursor === undefined || !isUnknownCursor) throw error
    throw invalidCursor('range')
  }
}

export function invalidCursor(code: InputIssueCode): InvalidInputError {
  return new InvalidInputError([inputIssue(code, 'cursor', 'input.cursor')])
}
