import type { Terminal } from './terminal.js'

export interface Table {
  readonly headings: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export async function printJson({ output }: Terminal, value: unknown): Promise<void> {
  await output.write(`${JSON.stringify(value)}\n`)
}

export async function printLine({ output }: Terminal, text: string): Promise<void> {
  await output.write(`${text}\n`)
}

export async function printTable({ output }: Terminal, table: Table): Promise<void> {
  await output.write(`${await drawTable(table)}\n`)
}

export async function printFields(terminal: Terminal, fields: readonly (readonly [string, string])[]): Promise<void> {
  const width = Math.max(...fields.map(([name]) => name.length))
  for (const [name, value] of fields) await printLine(terminal, `${name.padEnd(width)}  ${printable(value)}`)
}

async function drawTable({ headings, rows }: Table): Promise<string> {
  const { default: CliTable } = await import('cli-table3')
  const table = new CliTable({
    head: headings.map(printable),
    // Without colours and borders, a table can be copied.
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
    chars: bare,
  })
  table.push(...rows.map((row) => row.map(printable)))
  // Without the padding of the last column, a line can be copied.
  return table.toString().replace(/[ ]+$/gm, '')
}

const bare = Object.fromEntries([
  ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'].map(empty),
  ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'].map(empty),
  ['middle', '  '],
]) as Record<string, string>

/** Escapes control characters: ids, names and cells come from others and could control the terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (symbol) => {
    return `\\u${symbol.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

/** Formats an instant to the minute, in UTC. */
export function moment(instant: Date | undefined): string {
  return instant === undefined ? '' : `${instant.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

export function yesNo(is: boolean): string {
  return is ? 'yes' : 'no'
}

function empty(name: string): readonly [string, string] {
  return [name, '']
}
