import type { FileHandle } from 'node:fs/promises'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { armor, Encrypter } from 'age-encryption'
import type { IssuedPass } from '../../src/index.js'
import { CommandError, exitCodes } from './exit-codes.js'

/** Where codes go, and who can read them there. */
export interface SealedFileOptions {
  readonly path: string
  /** `age1…`: everybody who can open the file. */
  readonly recipients: readonly string[]
}

/** One age file of codes, for people to whom they are handed out by hand. */
export interface SealedFile {
  readonly path: string
  /** Answers when this code would survive the end of the process, and the machine's. */
  add(user: string, pass: IssuedPass): Promise<void>
  /** Makes the file whole; one without a code leaves nothing behind. @returns whether there is a file now. */
  close(): Promise<boolean>
}

const heading = 'user,temporaryAccessPass,startDateTime,endDateTime,isUsableOnce\n'

/**
 * An age file is sealed in blocks of 64 KiB, so until it is whole its last 500 codes are in memory only. Each code
 * is therefore sealed on its own as well, in a journal that goes when the file is whole.
 *
 * @throws {@link CommandError} for a recipient that is none, and for a file that is there already.
 */
export async function createSealedFile(
  folder: string,
  { path: asked, recipients }: SealedFileOptions,
): Promise<SealedFile> {
  const path = resolve(folder, asked)
  const journalPath = `${path}.journal`
  const encrypter = encrypterFor(recipients)
  for (const taken of [path, journalPath]) await refuseTaken(taken)
  const journal = await createPrivate(journalPath)
  const partial = await createPrivate(`${path}.partial`, 'w')

  const text = new TextEncoder()
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  const sealing = encrypter.encrypt(readable).then((sealed) => drain(sealed.getReader(), partial))
  // Waited for when the file is finished; a failure until then is told by the next write.
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

/** From the command line, and from a file with one a line and comments after `#`. */
export async function readRecipients(
  folder: string,
  {
    recipient = [],
    recipientsFile,
  }: { readonly recipient?: readonly string[] | undefined; readonly recipientsFile?: string | undefined },
): Promise<readonly string[]> {
  if (recipientsFile === undefined) return recipient
  const path = resolve(folder, recipientsFile)
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new CommandError(`Cannot read ${path}: ${cause.message}`, exitCodes.usage, { cause })
  })
  const listed = text.split(/\r?\n/).map((line) => line.replace(/#.*/, '').trim())
  return [...recipient, ...listed.filter((line) => line !== '')]
}

function encrypterFor(recipients: readonly string[]): Encrypter {
  if (recipients.length === 0)
    throw new CommandError('--output needs a --recipient or --recipients-file: who may read it')
  const encrypter = new Encrypter()
  for (const [index, recipient] of recipients.entries()) {
    try {
      encrypter.addRecipient(recipient)
    } catch {
      // Somebody may have taken the secret half for it: it is not repeated.
      throw new CommandError(`Recipient ${index + 1} is no age recipient: they begin with "age1"`)
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
  const why = path.endsWith('.journal') ? 'a run that did not end left codes in it' : 'it may hold codes'
  throw new CommandError(`${path} is there already, and ${why}: move it away or name another --output`)
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

/** Quoted where it must be, and nothing that a spreadsheet would run (CWE-1236). */
function csvCell(text: string): string {
  const inert = /^[=@+\-\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}
