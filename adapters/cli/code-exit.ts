import type { DeliveryChannel, IssuedPass } from '../../src/index.js'
import { CommandError } from './exit-codes.js'
import type { SealedFile } from './sealed-file.js'
import type { Terminal } from './terminal.js'

/** The flags that decide where codes go. */
export interface CodeFlags {
  readonly deliver?: DeliveryChannel | undefined
  readonly output?: string | undefined
  readonly recipient?: readonly string[] | undefined
  readonly recipientsFile?: string | undefined
}

/** Where the codes of one command go. It is opened before a pass is issued. */
export type CodeExit =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'sealed'; readonly file: SealedFile }
  | { readonly kind: 'shown'; readonly show: (pass: IssuedPass) => Promise<void> }

/**
 * Opens the deliverer, an encrypted file, or a terminal. A code never goes into a pipe, which may end in a log.
 *
 * @throws {@link CommandError} when the flags name no such way. No pass has been issued then.
 */
export async function openCodeExit(terminal: Terminal, flags: CodeFlags): Promise<CodeExit> {
  const { deliver, output, recipient, recipientsFile } = flags
  if (deliver !== undefined && output !== undefined) {
    throw new CommandError('--deliver and --output exclude each other. Choose one of them.')
  }
  if (output === undefined && (recipient !== undefined || recipientsFile !== undefined)) {
    throw new CommandError('--recipient and --recipients-file need --output <file>.')
  }
  if (deliver !== undefined) return { kind: 'delivered' }
  if (output !== undefined) return { kind: 'sealed', file: await openSealedFile(terminal, output, flags) }
  if (terminal.output.isTerminal) return { kind: 'shown', show: (pass) => show(terminal, pass) }
  throw new CommandError(
    'Standard output is not a terminal, so the code could end up in a log. Run the command in a terminal, send the code with --deliver, or encrypt it with --output and --recipient.',
  )
}

async function openSealedFile(
  { folder }: Terminal,
  path: string,
  { recipient, recipientsFile }: CodeFlags,
): Promise<SealedFile> {
  // Imported on demand, because the encryption is the largest part of the command line.
  const { createSealedFile, readRecipients } = await import('./sealed-file.js')
  const recipients = await readRecipients(folder, { recipient, recipientsFile })
  return createSealedFile(folder, { path, recipients })
}

async function show({ output }: Terminal, { temporaryAccessPass }: IssuedPass): Promise<void> {
  await output.write(`\n    ${temporaryAccessPass}\n\nGive this code to the user now. It cannot be shown again.\n`)
}

/** Runs after a failed command too, so that the codes written until then can be read. */
export async function closeCodeExit({ errors }: Terminal, exit: CodeExit): Promise<void> {
  if (exit.kind !== 'sealed') return
  if (await exit.file.close()) await errors.write(`The codes are in ${exit.file.path}\n`)
}
