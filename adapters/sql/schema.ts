/** What one database calls the column types of the one table. */
export interface ColumnTypes {
  /** Text of up to 512 characters that compares by its bytes: no case folding, no accents, no trailing-space rule. */
  readonly key: string
  /** As `key`, for the kind: a short lower-case word. */
  readonly kind: string
  /** Text that comes back as it was written; never a JSON type, which reorders keys and changes numbers. */
  readonly text: string
  /** As `text`, for the revision: it is compared by its bytes. */
  readonly revision: string
  /** 64-bit whole number. */
  readonly integer: string
}

export const DEFAULT_TABLE: string = 'temporary_access_pass'

/** The columns of the one table and its primary key, as they stand between the brackets of `CREATE TABLE`. */
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

/** @throws `RangeError` naming the option, for anything that would need escaping between quotes. */
export function checkName(name: string, option: string): string {
  if (typeof name === 'string' && /^[A-Za-z_][A-Za-z0-9_]{0,49}$/.test(name)) return name
  throw new RangeError(`"${option}" must be 1 to 50 letters, digits and underscores, and not begin with a digit`)
}
