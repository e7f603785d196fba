import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { configNames } from '../config.js'
import type { StoreKind } from '../config-template.js'
import { configTemplate, driverPackageOf } from '../config-template.js'
import type { ExitCode } from '../exit-codes.js'
import { CommandError, exitCodes } from '../exit-codes.js'
import { printLine } from '../output.js'
import type { Terminal } from '../terminal.js'

export interface InitFlags {
  readonly store?: StoreKind | undefined
}

/** Refuses to overwrite a configuration. */
export async function runInit(terminal: Terminal, { store = 'sqlite' }: InitFlags): Promise<ExitCode> {
  const { folder } = terminal
  const name = (await isModule(folder)) ? 'tap.config.js' : 'tap.config.mjs'
  for (const taken of configNames) {
    const exists = await readFile(join(folder, taken)).then(
      () => true,
      () => false,
    )
    if (exists) throw new CommandError(`${join(folder, taken)} exists already. Change it, or move it away first.`)
  }
  await writeFile(join(folder, name), configTemplate(store), { flag: 'wx' })
  await printLine(
    terminal,
    `Wrote ${name}. Next:
  npm install temporary-access-pass ${driverPackageOf(store)}
  export TAP_KEY=$(npx temporary-access-pass keygen)   # keep it: without this key, no stored document can be read
  npx temporary-access-pass policy show`,
  )
  return exitCodes.done
}

/** Returns `true` when Node reads a `.js` file in this folder as an ES module. */
async function isModule(folder: string): Promise<boolean> {
  for (let current = folder; ; current = dirname(current)) {
    const text = await readFile(join(current, 'package.json'), 'utf8').catch(() => undefined)
    if (text !== undefined) return /"type"\s*:\s*"module"/.test(text)
    if (current === dirname(current)) return false
  }
}
