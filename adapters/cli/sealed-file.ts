import type { FileHandle } from 'node:fs/promises'
import { open, rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { armor, Encrypter } from 'age-encryption'
import type { IssuedPass } from '../../src/index.js'
import { CommandError, exitCodes } from './exit-codes.js'
import { readTextFile } from './text-file.js'

export interface SealedFileOptions {
  readonly path: string
  /** Public keys, `age1…`. Each of their owners can open the file. */
  readonly recipients: readonly string[]
}

/** One age file of codes, for codes that are handed out in person. */
export interface SealedFile {
  readonly path: string
  /** Resolves when the code is on the disk, where it survives a crash of the machine. */
  add(user: string, pass: IssuedPass): Promise<void>
  /** Completes the file, or removes it when it has no code. @returns `true` when there is a file. */
  close(): Promise<boolean>
}

const heading = 'user,temporaryAccessPass,startDateTime,endDateTime,isUsableOnce\n'

/**
 * Creates the encrypted file of codes, and a journal beside it. age encrypts blocks of 64 KiB, so up to 500 codes would be in memory only. Each code is therefore also encrypted on its
 * own, in a journal that is removed when the file is complete.
 *
 * @throws {@link CommandError} for an invalid recipient, and for a file that exists already.
 */
export async function createSealedFile(
  folder: string,
  { path: named, recipients }: SealedFileOptions,
): Promise<SealedFile> {
  const path = resolve(folder, named)
  const journalPath = `${path}.journal`
  const encrypter = encrypterFor(recipients)
  for (const taken of [path, journalPath]) await refuseTaken(taken)
  const journal = await createPrivate(journalPath)
  const partial = await createPrivate(`${path}.partial`, 'w')

  const text = new TextEncoder()
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  const sealing = encrypter.encrypt(readable).then((sealed) => drain(sealed.getReader(), partial))
  // `close` awaits it. Until then, the next write throws its error.
  sealing.catch((error: unknown) => writer.abort(error))
  await writer.write(text.encode(heading))
  let added = 0

  return {
    path,
    async add(user, pass) {
      const line = csvLine(user, pass)
      await journal.write(`${armor.encode(await encrypter.encrypt(line))}\n`)
      await journal.datasync()
      await writer.write(text.encode(line))
      added += 1
    },
    async close() {
      await writer.close()
      await sealing
      await partial.sync()
      await partial.close()
      await journal.close()
      if (added > 0) await rename(`${path}.partial`, path)
      else await rm(`${path}.partial`)
      await rm(journalPath)
      return added > 0
    },
  }
}

async function drain(reader: ReadableStreamDefaultReader<Uint8Array>, file: FileHandle): Promise<void> {
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    await file.write(value)
  }
}

/** Reads recipients from the flags and from a file, which has one recipient a line and comments after `#`. */
export async function readRecipients(
  folder: string,
  {
    recipient = [],
    recipientsFile,
  }: { readonly recipient?: readonly string[] | undefined; readonly recipientsFile?: string | undefined },
): Promise<readonly string[]> {
  if (recipientsFile === undefined) return recipient
  const path = resolve(folder, recipientsFile)
  const text = await readTextFile(path)
  const listed = text.split(/\r\n|\r|\n/).map((line) => line.replace(/#.*/, '').trim())
  return [...recipient, ...listed.filter((line) => line !== '')]
}

function encrypterFor(recipients: readonly string[]): Encrypter {
  if (recipients.length === 0) {
    throw new CommandError('--output needs a --recipient or a --recipients-file, to encrypt the file for.')
  }
  const encrypter = new Encrypter()
  for (const [index, recipient] of recipients.entries()) {
    try {
      encrypter.addRecipient(recipient)
    } catch {
      // The message does not repeat the value, because it may be a secret key.
      throw new CommandError(`Recipient ${index + 1} is not an age public key. Public keys start with "age1".`)
    }
  }
  return encrypter
}

async function createPrivate(path: string, flags: 'w' | 'wx' = 'wx'): Promise<FileHandle> {
  return open(path, flags, 0o600).catch((cause: Error) => {
    throw new CommandError(`Cannot write ${path}: ${cause.message}`, exitCodes.usage, { cause })
  })
}

async function refuseTaken(path: string): Promise<void> {
  const handle = await open(path, 'r').catch(() => undefined)
  if (!handle) return
  await handle.close()
  const why = path.endsWith('.journal') ? 'it has the codes of a run that did not end' : 'it may contain codes'
  throw new CommandError(`${path} exists already, and ${why}. Move it away, or choose another --output.`)
}

function csvLine(user: string, { temporaryAccessPass, startDateTime, endDateTime, isUsableOnce }: IssuedPass): string {
  const cells = [
    user,
    temporaryAccessPass,
    startDateTime.toISOString(),
    endDateTime.toISOString(),
    String(isUsableOnce),
  ]
  return `${cells.map(csvCell).join(',')}\n`
}

/** Keeps a spreadsheet from running a cell as a formula (CWE-1236). */
function csvCell(text: string): string {
  const inert = /^[=@+\-\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}
