import type { PgClient, PgStatement, PostgresClient, PostgresJsClient } from './client.js'

/** A statement that is sent many times. The driver prepares it under its name. */
export interface PostgresStatement {
  readonly name: string
  readonly text: string
}

/** The columns of each row, in order. */
export type PostgresRows = readonly (readonly unknown[])[]

/**
 * One interface over both drivers. Parameters and columns are text, so that the type parsers of the host application do not
 * change them.
 */
export interface PostgresDriver {
  run(statement: PostgresStatement, parameters: readonly (string | null)[]): Promise<PostgresRows>
  /** Runs several statements without parameters. */
  script(text: string): Promise<void>
}

/** @throws `TypeError` for any other client, and for a postgres.js client that does not prepare statements. */
export function postgresDriver(client: PostgresClient): PostgresDriver {
  const { unsafe, query } = (client ?? {}) as Partial<PostgresJsClient & PgClient>
  if (typeof unsafe === 'function') return postgresJsDriver(client as PostgresJsClient)
  if (typeof query === 'function') return pgDriver(client as PgClient)
  throw new TypeError('"client" must be a Pool or a Client of pg, or the sql function of postgres.js')
}

function pgDriver(client: PgClient): PostgresDriver {
  const isPool = typeof client.totalCount === 'number'
  const send = isPool ? <Result>(work: () => Promise<Result>) => work() : createQueue()
  return {
    async run({ name, text }, parameters) {
      const query: PgStatement = { name, text, values: [...parameters], rowMode: 'array' }
      const { rows } = await send(() => client.query(query))
      return rows as PostgresRows
    },
    async script(text) {
      await send(() => client.query(text))
    },
  }
}

// Newer releases of pg deprecate a query on a Client that is still running another one.
function createQueue(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const result = last.then(work, work)
    last = result
    return result
  }
}

function postgresJsDriver(client: PostgresJsClient): PostgresDriver {
  if (client.options?.prepare === false) {
    throw new TypeError(
      '"client" must prepare statements, because the store needs them to detect transactions: remove "prepare: false" from the options of postgres.js',
    )
  }
  return {
    run: async ({ text }, parameters) => client.unsafe(text, [...parameters], { prepare: true }).values(),
    async script(text) {
      await client.unsafe(text)
    },
  }
}

/** Returns whether the database rolled the statement back because of a concurrent transaction. Nothing was written. */
export function isRolledBack(error: unknown): boolean {
  return rolledBackCodes.has(codeOf(error))
}

/** Returns whether the database has no such table (undefined_table). */
export function isUndefinedTable(error: unknown): boolean {
  return codeOf(error) === '42P01'
}

/** Returns whether another process created the same table or index at the same time. */
export function isAlreadyCreated(error: unknown): boolean {
  return alreadyCreatedCodes.has(codeOf(error))
}

// serialization_failure, deadlock_detected, lock_not_available
const rolledBackCodes: ReadonlySet<unknown> = new Set(['40001', '40P01', '55P03'])
// unique_violation (in the index of the system catalog), duplicate_table, duplicate_object
const alreadyCreatedCodes: ReadonlySet<unknown> = new Set(['23505', '42P07', '42710'])

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
}
