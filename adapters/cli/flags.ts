import { InvalidArgumentError } from 'commander'
import type { Flag } from './command.js'
import { asInstant } from './csv/columns.js'

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

/** Reads a whole number. The library checks the bounds of the policy. */
export function count(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a whole number.')
}

export function instant(text: string): Date {
  try {
    return asInstant(text)
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? `It ${error.message}.` : '')
  }
}
