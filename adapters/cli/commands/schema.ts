import { mysqlStatements } from '../../mysql/statements.js'
import { postgresStatements } from '../../postgres/statements.js'
import { sqliteStatements } from '../../sqlite/statements.js'
import type { ExitCode } from '../exit-codes.js'
import { CommandError, exitCodes } from '../exit-codes.js'
import { printLine } from '../output.js'
import type { Terminal } from '../terminal.js'

export interface SchemaFlags {
  readonly table?: string | undefined
}

const schemas: Readonly<Record<string, (table: string) => string>> = {
  sqlite: (table) => sqliteStatements(table).schema,
  postgres: (table) => postgresStatements(table, undefined).schema,
  mysql: (table) => mysqlStatements(table).schema,
}

/** Prints the statement that `createSchema` of the store runs, for a migration tool. */
export async function runSchema(terminal: Terminal, flags: SchemaFlags, kind: string): Promise<ExitCode> {
  const { table = 'temporary_access_pass' } = flags
  await printLine(terminal, schemaOf(kind, table))
  return exitCodes.done
}

function schemaOf(kind: string, table: string): string {
  try {
    return schemas[kind]?.(table) ?? ''
  } catch (error) {
    throw error instanceof RangeError ? new CommandError(error.message, exitCodes.usage, { cause: error }) : error
  }
}
