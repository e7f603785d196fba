/** What one database calls the column types of the one table. */
export interface ColumnTypes {
  /** Text of up to 512 characters that compares by its bytes: no case folding, no accents, no trailing-space rule. */
  readonly key: string
  /** Text that comes back as it was written; never a JSON type, which reorders keys and changes numbers. */
  readonly text: string
  /** 64-bit whole number. */
  readonly integer: string
}

export const DEFAULT_TABLE: string = 'temporary_access_pass'

/**
 * The one table and its index, as statements that are safe to repeat.
 *
 * @param table - Unquoted; checked here.
 */
export function tableSchema(table: string, { key, text, integer }: ColumnTypes): string {
  return `CREATE TABLE IF NOT EXISTS ${quoteName(table)} (
  kind ${key} NOT NULL,
  tenant_id ${key} NOT NULL,
  id ${key} NOT NULL,
  revision ${text} NOT NULL,
  body ${text} NOT NULL,
  seal ${text} NOT NULL,
  retain_until_ms ${integer},
  PRIMARY KEY (kind, tenant_id, id)
);
CREATE INDEX IF NOT EXISTS "${table}_retention" ON ${quoteName(table)} (retain_until_ms)
  WHERE retain_until_ms IS NOT NULL;
`
}

/** Quotes the name of a table; anything that would need escaping is refused instead. */
export function quoteName(name: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,49}$/.test(name)) {
    throw new RangeError('"table" must be 1 to 50 letters, digits and underscores, and not begin with a digit')
  }
  return `"${name}"`
}
