import { AsyncLocalStorage } from 'node:async_hooks'
import type { ScryptOptions } from 'node:crypto'
import crypto from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What a program did. */
export interface RunResult {
  readonly printed: string
  /** The name and message of the error with which it ended. */
  readonly error?: string | undefined
}

interface Printed {
  text: string
}

const output = new AsyncLocalStorage<Printed>()

/**
 * The main program of the process that runs the code of the documentation. It imports one file after another: they share the
 * package, which takes longer to load than most of them take to run. Each file has a folder of its own, so that no two
 * share a module of theirs.
 */
async function runPrograms(folder: string): Promise<void> {
  const paths: Readonly<Record<string, string>> = JSON.parse(readFileSync(join(folder, 'paths.json'), 'utf8'))
  const printed = new Map<string, Printed>()
  const errors = new Map<string, string>()
  process.chdir(folder)
  // What a program prints after its last line counts as well.
  process.on('exit', () => {
    const results = [...printed].map(([source, { text }]) => [source, { printed: text, error: errors.get(source) }])
    writeFileSync(join(folder, 'results.json'), JSON.stringify(Object.fromEntries(results)))
  })
  for (const [source, path] of Object.entries(paths)) {
    const own: Printed = { text: '' }
    printed.set(source, own)
    await output
      .run(own, () => import(pathToFileURL(path).href))
      .catch((error: unknown) => errors.set(source, error instanceof Error ? error.toString() : String(error)))
  }
}

/** Output outside a program, such as that of a library, goes to the real standard output. */
function captureOutput(): void {
  const write = process.stdout.write.bind(process.stdout)
  process.stdout.write = (chunk: string | Uint8Array, ...rest: never[]): boolean => {
    const printed = output.getStore()
    if (printed === undefined) return write(chunk, ...rest)
    printed.text += String(chunk)
    return true
  }
}

/** Most programs hash a code or two. At full cost, which other tests cover, they would spend most of their time on it. */
function cheapenSlowHash(): void {
  const scrypt = crypto.scrypt as Scrypt
  const cheap: Scrypt = (password, salt, length, options, done) =>
    scrypt(password, salt, length, { ...options, N: 16 }, done)
  Object.assign(crypto, { scrypt: cheap })
}

type Scrypt = (
  password: Uint8Array,
  salt: Uint8Array,
  length: number,
  options: ScryptOptions,
  done: (error: Error | null, derived: Uint8Array) => void,
) => void

const [, , folder] = process.argv
if (folder !== undefined) {
  captureOutput()
  cheapenSlowHash()
  await runPrograms(folder)
}
