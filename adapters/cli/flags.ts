import { InvalidArgumentError } from 'commander'
import type { Flag } from './command.js'
import { asInstant } from './csv/columns.js'

/** Of every command that loads a `tap.config.js`. */
export const sessionFlags: readonly Flag[] = [
  { written: '-c, --config <file>', summary: 'the configuration, instead of the nearest tap.config.js' },
  { written: '--as <user>', summary: "act as this person, with their roles, instead of the configuration's actor" },
  { written: '--tenant <id>', summary: "another tenant than the configuration's" },
]

export const jsonFlag: Flag = { written: '--json', summary: 'for scripts: JSON, one value a line' }

/** Where codes go that are not delivered. */
export const outputFlags: readonly Flag[] = [
  { written: '-o, --output <file>', summary: 'write codes into this age-encrypted file' },
  { written: '-r, --recipient <age1...>', summary: 'who can open the file; repeatable', isRepeatable: true },
  { written: '-R, --recipients-file <file>', summary: 'the same from a file, one a line' },
]

export const deliverFlag: Flag = {
  written: '--deliver <channel>',
  summary: 'send the code to the person instead of showing it',
  choices: ['email', 'sms', 'voice', 'post', 'print'],
}

/** The policy's own bounds are judged by the library. */
export function count(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It has to be a whole number.')
}

export function instant(text: string): Date {
  try {
    return asInstant(text)
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? `It ${error.message}.` : '')
  }
}
