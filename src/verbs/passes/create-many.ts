import type { CreateManyInput, CreateManyRow, PassRow } from '../../api/passes.js'
import { audited } from '../../kernel/audited.js'
import type { BulkRun, FinishedRow } from '../../kernel/bulk/create-row.js'
import { createRow } from '../../kernel/bulk/create-row.js'
import { createDuplicateGuard } from '../../kernel/bulk/duplicate-guard.js'
import { parseCreateMany } from '../../kernel/bulk/input.js'
import type { RowRead } from '../../kernel/bulk/row-source.js'
import { openRows } from '../../kernel/bulk/row-source.js'
import type { Deps } from '../../kernel/deps.js'

type EndedRow =
  | (FinishedRow & { readonly kind: 'done'; readonly row: PassRow })
  | { readonly kind: 'broken'; readonly error: unknown }

/**
 * Processes rows concurrently and yields their results in row order. A row is read only while fewer than `concurrency`
 * results are outstanding, so that neither a fast source nor a slow caller fills the memory.
 */
export async function* createMany(deps: Deps, input: CreateManyInput): AsyncGenerator<CreateManyRow, void, void> {
  const { rows, concurrency, ...run } = await parseRun(deps, input)
  const start = rowStarter(deps, { ...run, input })
  const source = openRows(rows)
  const inProgress: Promise<EndedRow>[] = []
  let reading: Promise<RowRead> | undefined
  let last: Exclude<RowRead, { readonly kind: 'row' }> | undefined
  let index = 0
  try {
    while (!last || inProgress.length > 0) {
      if (!last && inProgress.length < concurrency) reading ??= source.read()
      // The source may wait for a result before it returns its next row, so neither waits for the other.
      const next = await Promise.race([inProgress[0], reading].filter((promise) => promise !== undefined))
      if (next.kind === 'broken') throw next.error
      if (next.kind === 'done') {
        void inProgress.shift()
        yield { index, row: next.row, ...next.result }
        index += 1
        await next.confirm?.()
      } else {
        reading = undefined
        if (next.kind === 'row') inProgress.push(start(next.row))
        else last = next
      }
    }
    if (last.kind === 'failed') throw last.error
  } finally {
    await Promise.all(inProgress)
    await source.close()
  }
}

/** Input that is not valid as a whole is recorded as one failed call. */
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

/** A run hashes one code at a time, so that a help desk call waits for one hash and not for the whole run. */
function rowStarter(deps: Deps, run: BulkRun): (row: unknown) => Promise<EndedRow> {
  const { admission } = deps
  const inTurn = oneAtATime()
  const serialized: Deps = {
    ...deps,
    admission: { ...admission, issue: (work) => inTurn(() => admission.issue(work)) },
  }
  const guard = createDuplicateGuard()
  return async (row) => {
    try {
      return { kind: 'done', row: row as PassRow, ...(await createRow(serialized, run, row, guard.nextRow())) }
    } catch (error) {
      return { kind: 'broken', error }
    }
  }
}

function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let latest: Promise<unknown> = Promise.resolve()
  return (work) => {
    const result = latest.then(work)
    latest = result.catch(() => undefined)
    return result
  }
}
