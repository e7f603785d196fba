import { readFile } from 'node:fs/promises'
import { CommandError, exitCodes } from './exit-codes.js'

const utf8 = new TextDecoder('utf-8', { fatal: true })
const utf16 = new TextDecoder('utf-16le', { fatal: true })

/**
 * Reads a text file in UTF-8, or in UTF-16 with its mark, as Windows PowerShell writes files with `>`.
 *
 * @throws {@link CommandError} when the file cannot be read.
 */
export async function readTextFile(path: string): Promise<string> {
  try {
    const bytes = await readFile(path)
    return (bytes[0] === 0xff && bytes[1] === 0xfe ? utf16 : utf8).decode(bytes)
  } catch (cause) {
    const reason = cause instanceof TypeError ? 'it is not text in UTF-8' : (cause as Error).message
    throw new CommandError(`Cannot read ${path}: ${reason}`, exitCodes.usage, { cause })
  }
}
