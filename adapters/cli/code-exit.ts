import type { DeliveryChannel, IssuedPass } from '../../src/index.js'
import { CommandError } from './exit-codes.js'
import type { SealedFile } from './sealed-file.js'
import type { Terminal } from './terminal.js'

/** Flags that say where codes go. */
export interface CodeFlags {
  readonly deliver?: DeliveryChannel | undefined
  readonly output?: string | undefined
  readonly recipient?: readonly string[] | undefined
  readonly recipientsFile?: string | undefined
}

/** The one way out for codes that are not delivered. Opened before anything is issued. */
export type CodeExit =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'sealed'; readonly file: SealedFile }
  | { readonly kind: 'shown'; readonly show: (pass: IssuedPass) => Promise<void> }

/**
 * A code leaves by the deliverer, into an encrypted file, or onto a terminal that a person is looking at: never into a
 * pipe, where a log might be.
 *
 * @throws {@link CommandError} when it would have no such way; nothing has been issued then.
 */
export async function openCodeExit(terminal: Terminal, flags: CodeFlags): Promise<CodeExit> {
  const { deliver, output, recipient, recipientsFile } = flags
  if (deliver !== undefined && output !== undefined)
    throw new CommandError('--deliver and --output: a code goes one way')
  if (output === undefined && (recipient !== undefined || recipientsFile !== undefined)) {
    throw new CommandError('A recipient is of an --output, and there is none')
  }
  if (deliver !== undefined) return { kind: 'delivered' }
  if (output !== undefined) return { kind: 'sealed', file: await openSealedFile(terminal, output, flags) }
  if (terminal.output.isTerminal) return { kind: 'shown', show: (pass) => show(terminal, pass) }
  throw new CommandError(
    'The code would go into a pipe or a file, where others may read it. Run this in a terminal, send the code with --deliver, or write it encrypted with --output and --recipient.',
  )
}

async function openSealedFile(
  { folder }: Terminal,
  path: string,
  { recipient, recipientsFile }: CodeFlags,
): Promise<SealedFile> {
  // The encryption is the largest part of the command line.
  const { createSealedFile, readRecipients } = await import('./sealed-file.js')
  const recipients = await readRecipients(folder, { recipient, recipientsFile })
  return createSealedFile(folder, { path, recipients })
}

async function show({ output }: Terminal, { temporaryAccessPass }: IssuedPass): Promise<void> {
  await output.write(`\n    ${temporaryAccessPass}\n\nTell it to the person now; it cannot be shown again.\n`)
}

/** Whatever came of the command: what codes there are can be read then. */
export async function closeCodeExit({ errors }: Terminal, exit: CodeExit): Promise<void> {
  if (exit.kind !== 'sealed') return
  if (await exit.file.close()) await errors.write(`Codes are in ${exit.file.path}\n`)
}
