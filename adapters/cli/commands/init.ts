import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { configNames } from '../config.js'
import type { StoreKind } from '../config-template.js'
import { configTemplate, driverOf } from '../config-template.js'
import type { ExitCode } from '../exit-codes.js'
import { CommandError, exitCodes } from '../exit-codes.js'
import { printLine } from '../output.js'
import type { Terminal } from '../terminal.js'

export interface InitFlags {
  readonly store?: StoreKind | undefined
}

/** Never over what is there. */
export async function run(terminal: Terminal, { store = 'sqlite' }: InitFlags): Promise<ExitCode> {
  const { folder } = terminal
  const name = (await isModule(folder)) ? 'tap.config.js' : 'tap.config.mjs'
  for (const taken of configNames) {
    const isThere = await readFile(join(folder, taken)).then(
      () => true,
      () => false,
    )
    if (isThere) throw new CommandError(`${join(folder, taken)} is there already`)
  }
  await writeFile(join(folder, name), configTemplate(store), { flag: 'wx' })
  await printLine(
    terminal,
    `Written: ${name}. Next:
  npm install temporary-access-pass ${driverOf(store)}
  export TAP_KEY=$(npx temporary-access-pass keygen)   # and keep it: without it nothing stored can be read
  npx temporary-access-pass policy show`,
  )
  return exitCodes.done
}

/** Does Node take a `.js` in this folder for a module? */
async function isModule(folder: string): Promise<boolean> {
  for (let current = folder; ; current = dirname(current)) {
    const text = await readFile(join(current, 'package.json'), 'utf8').catch(() => undefined)
    if (text !== undefined) return /"type"\s*:\s*"module"/.test(text)
    if (current === dirname(current)) return false
  }
}
