/**
 * The part of a PostgreSQL driver that the store calls. These fit as they are: a `Pool` or a `Client` of `pg`, and the `sql`
 * of postgres.js.
 */
export type PostgresClient = PgClient | PostgresJsClient

/** The part of a `Pool` or a `Client` of `pg` that the store calls. */
export interface PgClient {
  /**
   * Runs a statement, or a text that may contain several statements without parameters. The driver prepares a statement
   * once per connection, under its name. The store asks for rows as arrays, because no option of the host renames those.
   */
  query(statement: PgStatement | string): Promise<{ readonly rows: readonly unknown[] }>
  /** The number of connections of a `Pool`. A `Client` does not have it. */
  readonly totalCount?: number | undefined
}

/** One statement in the form of `pg`. */
export interface PgStatement {
  /** At most 63 characters. The same text always has the same name. */
  name: string
  text: string
  /** Numbers are passed as text. */
  values: (string | null)[]
  rowMode: 'array'
}

/** The part of the `sql` of postgres.js that the store calls. */
export interface PostgresJsClient {
  /** Runs a statement with parameters, which the driver prepares once per connection. */
  unsafe(
    text: string,
    parameters?: (string | null)[] | undefined,
    options?: { prepare?: boolean | undefined } | undefined,
  ): PostgresJsQuery
  /** The options that the client was created with. */
  readonly options?: { readonly prepare?: boolean | undefined; readonly max?: number | undefined } | undefined
}

/** A query of postgres.js, which is sent when it is awaited. */
export interface PostgresJsQuery extends PromiseLike<unknown> {
  /** Asks for rows as arrays. */
  values(): PromiseLike<readonly (readonly unknown[])[]>
}
