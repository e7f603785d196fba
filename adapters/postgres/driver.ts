/**
 * What the store calls of a driver: a `Pool` or a `Client` of `pg`, or the `sql` of postgres.js, fit as they are.
 */
export type PostgresClient = PgClient | PostgresJsClient

/** `Pool` and `Client` of `pg`. */
export interface PgClient {
  /**
   * Prepares a statement once a connection, under its name; its rows come back as arrays, because nothing renames those.
   * A text without parameters may hold several statements, and what it answers is ignored.
   */
  query(statement: PgStatement | string): Promise<{ readonly rows: readonly unknown[] }>
  /** Connections of a `Pool`, by which it is told from a `Client`. */
  readonly totalCount?: number | undefined
}

/** One statement, as `pg` takes it. */
export interface PgStatement {
  /** At most 63 characters; the same text always has the same. */
  name: string
  text: string
  values: (string | null)[]
  rowMode: 'array'
}

/** The `sql` of postgres.js. */
export interface PostgresJsClient {
  /** Runs a text with parameters: prepared once a connection, rows as arrays. */
  unsafe(
    text: string,
    parameters?: (string | null)[] | undefined,
    options?: { prepare?: boolean | undefined } | undefined,
  ): PostgresJsQuery
  /** What it was built with. */
  readonly options?: { readonly prepare?: boolean | undefined } | undefined
}

/** What postgres.js answers at once; it is sent when awaited. */
export interface PostgresJsQuery extends PromiseLike<unknown> {
  /** Asks for rows as arrays. */
  values(): PromiseLike<readonly (readonly unknown[])[]>
}

/** A text that is sent again and again, and its name. */
export interface Statement {
  readonly name: string
  readonly text: string
}

/** What a statement found: the columns of each row, in order. */
export type Rows = readonly (readonly unknown[])[]

/** The two drivers as one. Parameters and columns are text, so that no type parser of the host's has a say in them. */
export interface Driver {
  run(statement: Statement, parameters: readonly (string | null)[]): Promise<Rows>
  /** Several statements at once, without parameters. */
  script(text: string): Promise<void>
}

/** @throws `TypeError` for anything but the two, and for a postgres.js that must not prepare statements. */
export function driverOf(client: PostgresClient): Driver {
  const { unsafe, query } = (client ?? {}) as Partial<PostgresJsClient & PgClient>
  if (typeof unsafe === 'function') return postgresJs(client as PostgresJsClient)
  if (typeof query === 'function') return pg(client as PgClient)
  throw new TypeError('"client" must be a Pool or Client of pg, or the sql of postgres.js')
}

function pg(client: PgClient): Driver {
  const send = typeof client.totalCount === 'number' ? <Answer>(work: () => Promise<Answer>) => work() : takeTurns()
  return {
    async run({ name, text }, parameters) {
      const query: PgStatement = { name, text, values: [...parameters], rowMode: 'array' }
      const { rows } = await send(() => client.query(query))
      return rows as Rows
    },
    async script(text) {
      await send(() => client.query(text))
    },
  }
}

// A Client must not be asked while it is at work: newer releases of pg say so.
function takeTurns(): <Answer>(work: () => Promise<Answer>) => Promise<Answer> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const turn = last.then(work, work)
    last = turn
    return turn
  }
}

function postgresJs(client: PostgresJsClient): Driver {
  if (client.options?.prepare === false) {
    throw new TypeError('"client" must prepare statements: leave "prepare" of postgres.js on')
  }
  return {
    run: async ({ text }, parameters) => client.unsafe(text, [...parameters], { prepare: true }).values(),
    async script(text) {
      await client.unsafe(text)
    },
  }
}

/** Whether the database took the whole statement back because of what others did meanwhile: nothing was written. */
export function isTakenBack(error: unknown): boolean {
  return TAKEN_BACK.has(codeOf(error))
}

/** Whether another process created the same table or index meanwhile. */
export function isCreatedMeanwhile(error: unknown): boolean {
  return CREATED_MEANWHILE.has(codeOf(error))
}

// serialization_failure, deadlock_detected, lock_not_available
const TAKEN_BACK: ReadonlySet<unknown> = new Set(['40001', '40P01', '55P03'])
// unique_violation (of the catalogue's own index), duplicate_table, duplicate_object
const CREATED_MEANWHILE: ReadonlySet<unknown> = new Set(['23505', '42P07', '42710'])

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
}
