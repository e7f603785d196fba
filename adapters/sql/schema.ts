/** The column types of one database. */
export interface ColumnTypes {
  /** Text of up to 512 characters that compares by its bytes: no case folding, no accents, no trailing-space rule. */
  readonly key: string
  /** Like `key`, for the kind: a short lower-case word. */
  readonly kind: string
  /** Text that is returned as it was written. A JSON type would reorder keys and change numbers. */
  readonly text: string
  /** Like `text`, for the revision, which compares by its bytes. */
  readonly revision: string
  /** 64-bit integer. */
  readonly integer: string
}

export const defaultTable: string = 'temporary_access_pass'

/** Returns the column definitions and the primary key, for use inside `CREATE TABLE (…)`. */
export function tableColumns({ key, kind, text, revision, integer }: ColumnTypes): string {
  return `  kind ${kind} NOT NULL,
  tenant_id ${key} NOT NULL,
  id ${key} NOT NULL,
  revision ${revision} NOT NULL,
  body ${text} NOT NULL,
  seal ${text} NOT NULL,
  retain_until_ms ${integer},
  PRIMARY KEY (kind, tenant_id, id)`
}

/**
 * Returns the name if it needs no escaping between quotes.
 *
 * @throws `RangeError` that names the option, for every other name.
 */
export function checkName(name: string, option: string): string {
  if (typeof name === 'string' && /^[A-Za-z_][A-Za-z0-9_]{0,49}$/.test(name)) return name
  const given = typeof name === 'string' ? JSON.stringify(name) : typeof name
  throw new RangeError(
    `"${option}" must be 1 to 50 ASCII letters, digits and underscores, not starting with a digit, but is ${given}`,
  )
}
