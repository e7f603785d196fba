import { InvalidArgumentError } from 'commander'
import type { Flag } from './command.js'
import { asInstant } from './csv/columns.js'
import { readDayFormat } from './csv/days.js'
import { readChosenColumn, readDelimiter, readTimeOfDay, readTimeZone } from './csv/list-flags.js'

/** The flags of every command that loads a `tap.config.js`. */
export const sessionFlags: readonly Flag[] = [
  { written: '-c, --config <file>', summary: 'the configuration file (default the nearest tap.config.js)' },
  { written: '--as <user>', summary: 'act as this user, with their roles (default the actor of the configuration)' },
  { written: '--tenant <id>', summary: 'the tenant (default the tenant of the configuration)' },
]

export const jsonFlag: Flag = { written: '--json', summary: 'print JSON for scripts, one value a line' }

/** The flags for codes in an encrypted file. */
export const outputFlags: readonly Flag[] = [
  { written: '-o, --output <file>', summary: 'write the codes to a new file, encrypted with age' },
  {
    written: '-r, --recipient <age1...>',
    summary: 'a public key that can open the file; repeatable',
    isRepeatable: true,
  },
  { written: '-R, --recipients-file <file>', summary: 'a file with one recipient a line' },
]

export const deliverFlag: Flag = {
  written: '--deliver <channel>',
  summary: 'send the code to the user instead of showing it',
  choices: ['email', 'sms', 'voice', 'post', 'print'],
}

/** The flags that say how a list of users is written. */
export const listFlags: readonly Flag[] = [
  {
    written: '--delimiter <sign>',
    summary: 'the sign between cells, such as ";" or "tab" (default ",")',
    read: (text) => read(text, readDelimiter),
  },
  {
    written: '--column <name=heading>',
    summary: 'the heading of a column in the file, such as user="Email - Work"; repeatable',
    isRepeatable: true,
    read: (text) => read(text, readChosenColumn),
  },
  { written: '--ignore-columns', summary: 'leave out the other columns of the file' },
  {
    written: '--date-format <format>',
    summary: 'how days are written, with yyyy, MM and dd, such as dd.MM.yyyy; repeatable',
    isRepeatable: true,
    read: (text) => read(text, readDayFormat),
  },
]

/** The flags for rows without a value of their own. */
export const rowFlags: readonly Flag[] = [
  {
    written: '--time-zone <name>',
    summary: 'the time zone of rows with a startDate and no timeZone, such as Europe/Berlin',
    read: (text) => read(text, readTimeZone),
  },
  {
    written: '--start-time <time>',
    summary: 'the time of rows with a startDate and no startTime, such as 09:00 (default midnight)',
    read: (text) => read(text, readTimeOfDay),
  },
  {
    written: '--lifetime <minutes>',
    summary: 'the lifetime of rows with no lifetimeInMinutes (default from the policy)',
    read: count,
  },
]

/** Reads a whole number. The library checks the bounds of the policy. */
export function count(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a whole number.')
}

/** Reads how many rows are processed at once. */
export function concurrency(text: string): number {
  const rows = count(text)
  if (rows >= 1 && rows <= 64) return rows
  throw new InvalidArgumentError('It must be a whole number from 1 to 64.')
}

export function instant(text: string): Date {
  return read(text, asInstant)
}

function read<T>(text: string, reader: (text: string) => T): T {
  try {
    return reader(text)
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? `It ${error.message}.` : '')
  }
}
