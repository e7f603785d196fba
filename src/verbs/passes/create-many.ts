import type { CreateManyInput, CreateManyRow, PassRow } from '../../api/passes.js'
import { audited } from '../../kernel/audited.js'
import type { BulkRun, FinishedRow } from '../../kernel/bulk/create-row.js'
import { createRow } from '../../kernel/bulk/create-row.js'
import { createDuplicateGuard } from '../../kernel/bulk/duplicate-guard.js'
import type { RowRead } from '../../kernel/bulk/row-source.js'
import { openRows } from '../../kernel/bulk/row-source.js'
import type { Deps } from '../../kernel/deps.js'
import { parseCreateMany } from '../../kernel/issuing/input.js'

/** A row that is over. */
type EndedRow =
  | (FinishedRow & { readonly kind: 'done'; readonly row: PassRow })
  | { readonly kind: 'broken'; readonly error: unknown }

/**
 * Rows go through side by side and come out in their order. A row is read only while fewer than `concurrency` are between
 * reading and telling, so that neither a fast list nor a slow reader fills the memory.
 */
export async function* createMany(deps: Deps, input: CreateManyInput): AsyncGenerator<CreateManyRow, void, void> {
  const { rows, concurrency, ...run } = await parseRun(deps, input)
  const start = rowStarter(deps, { ...run, input })
  const source = openRows(rows)
  const underWay: Promise<EndedRow>[] = []
  let reading: Promise<RowRead> | undefined
  let last: Exclude<RowRead, { readonly kind: 'row' }> | undefined
  let index = 0
  try {
    while (!last || underWay.length > 0) {
      if (!last && underWay.length < concurrency) reading ??= source.read()
      // A list that makes its next row wait for an answer gets the answer.
      const next = await Promise.race([underWay[0], reading].filter((promise) => promise !== undefined))
      if (next.kind === 'broken') throw next.error
      if (next.kind === 'done') {
        void underWay.shift()
        yield { index, row: next.row, ...next.result }
        index += 1
        await next.confirm?.()
      } else {
        reading = undefined
        if (next.kind === 'row') underWay.push(start(next.row))
        else last = next
      }
    }
    if (last.kind === 'failed') throw last.error
  } finally {
    await Promise.all(underWay)
    await source.close()
  }
}

/** What is wrong with the input as a whole is one failed call. */
async function parseRun(
  deps: Deps,
  input: CreateManyInput,
): Promise<ReturnType<typeof parseCreateMany> & Omit<BulkRun, 'input'>> {
  try {
    return parseCreateMany(input)
  } catch (error) {
    return audited(deps, 'passes.create', input, () => Promise.reject(error))
  }
}

/** A run takes one place in the line for slow hashes, so that the help desk waits for one hash and not for a list. */
function rowStarter(deps: Deps, run: BulkRun): (row: unknown) => Promise<EndedRow> {
  const { admission } = deps
  const inTurn = oneAtATime()
  const queueing: Deps = { ...deps, admission: { ...admission, issue: (work) => inTurn(() => admission.issue(work)) } }
  const people = createDuplicateGuard()
  return async (row) => {
    try {
      return { kind: 'done', row: row as PassRow, ...(await createRow(queueing, run, row, people.nextRow())) }
    } catch (error) {
      return { kind: 'broken', error }
    }
  }
}

function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let latest: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = latest.then(work)
    latest = mine.catch(() => undefined)
    return mine
  }
}
