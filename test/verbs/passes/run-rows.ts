import type { CreateManyInput, CreateManyRow, PassRow } from '../../../src/api/passes.js'
import type { Tap } from '../../../src/api/tap.js'
import type { IssuedPass, Pass } from '../../../src/core/pass/pass.js'
import type { AnyTapError } from '../../../src/errors.js'
import { isTapError } from '../../../src/errors.js'
import type { DirectoryUser } from '../../../src/ports/directory.js'
import { admin } from '../../support/world.js'

/** Returns every result of a run. */
export async function runRows(
  tap: Tap,
  rows: CreateManyInput['rows'],
  input: Partial<CreateManyInput> = {},
): Promise<readonly CreateManyRow[]> {
  const results: CreateManyRow[] = []
  for await (const result of tap.passes.createMany({ actor: admin, rows, ...input })) results.push(result)
  return results
}

/** Returns the outcome of each row, or the code of its error. */
export function outcomesOf(results: readonly CreateManyRow[]): readonly string[] {
  return results.map((result) => (result.outcome === 'refused' ? codeOf(result.error) : result.outcome))
}

/** Returns the issues of the error, or its code. */
export function codeOf(error: AnyTapError): string {
  if (!isTapError(error)) throw error
  return 'issues' in error ? error.issues.map(({ code, field }) => `${code} ${field}`).join(', ') : error.code
}

export function codeOfResult(result: CreateManyRow | undefined): string {
  if (result?.outcome !== 'created' || !isIssued(result.pass)) throw new Error('The result has no code')
  return result.pass.temporaryAccessPass
}

function isIssued(pass: Pass): pass is IssuedPass {
  return 'temporaryAccessPass' in pass
}

export function rowsFor(users: readonly string[], row: Partial<PassRow> = {}): readonly PassRow[] {
  return users.map((user) => ({ user, idempotencyKey: 'hires', ...row }))
}

export function newUsers(count: number, facts: Partial<DirectoryUser> = {}): readonly DirectoryUser[] {
  return Array.from({ length: count }, (_, index) => ({ id: `user${index}`, isEnabled: true, ...facts }))
}
