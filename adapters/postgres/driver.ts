import type { PgClient, PgStatement, PostgresClient, PostgresJsClient } from './client.js'
import { isReadOnlyTransaction } from './failure.js'

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
  const giveUpReadOnly = createConnectionEnd(client)
  return {
    async run({ text }, parameters) {
      try {
        return await client.unsafe(text, [...parameters], { prepare: true }).values()
      } catch (error) {
        if (isReadOnlyTransaction(error)) giveUpReadOnly()
        throw error
      }
    },
    async script(text) {
      await client.unsafe(text)
    },
  }
}

// Outside a transaction, only these two make a statement read-only. A transaction that the host application began as
// read-only is left alone.
const endIfReadOnly = `SELECT pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid())
WHERE pg_catalog.pg_is_in_recovery() OR pg_catalog.current_setting('default_transaction_read_only') = 'on'`

/**
 * Returns a function that ends the idle connections of the pool that may not write. postgres.js keeps a connection after an
 * error and has no call that ends one of them, so the server ends it. It uses idle connections in turn: with as many
 * statements as there are connections, each runs one.
 */
function createConnectionEnd(client: PostgresJsClient): () => void {
  let isRunning = false
  const release = async (connections: number): Promise<void> => {
    for (let ended = 0; ended < connections; ended += 1) {
      // Fails if it ends its own connection.
      await client.unsafe(endIfReadOnly).then(undefined, () => undefined)
    }
    isRunning = false
  }
  return () => {
    // A reserved connection has no options. It belongs to the host application.
    const connections = client.options?.max
    if (connections === undefined || isRunning) return
    isRunning = true
    void release(connections)
  }
}
