import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { rootPath } from '../../support/packages.js'

/** The output and the exit code of a command. */
export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A folder with a tap.config.mjs, a database and the files of the commands. */
export interface Place {
  readonly folder: string
  readonly key: string
  /** Runs a command with pipes. */
  run(...args: readonly string[]): Promise<Ran>
  /** Runs a command with this standard input. */
  feed(input: string, ...args: readonly string[]): Promise<Ran>
  /** Runs a command on a pseudo-terminal. `stdout` has all of its output. */
  onTerminal(...args: readonly string[]): Promise<Ran>
  /** Runs the commands of a page in a shell. `stdout` has all of its output. */
  shell(script: string): Promise<Ran>
  start(...args: readonly string[]): { readonly child: ChildProcess; readonly ended: Promise<Ran> }
  write(name: string, content: string | Uint8Array): void
  read(name: string): string
  has(name: string): boolean
  lines(name: string): readonly Readonly<Record<string, unknown>>[]
  /** Returns the users who can sign in with their code. */
  signIn(codes: ReadonlyMap<string, string>): Promise<readonly string[]>
  remove(): void
}

const program = join(rootPath, 'dist/cli/main.js')
const support = fileURLToPath(new URL('.', import.meta.url))

/** Creates the place. With `now`, an instant such as `2026-11-30T17:00:00Z`, its clock stands still. */
export function createPlace({ now = '' }: { readonly now?: string } = {}): Place {
  // Inside the repository, so that `temporary-access-pass` resolves to the current build.
  const folder = mkdtempSync(join(rootPath, '.tap-cli-'))
  const key = randomBytes(32).toString('base64url')
  copyFileSync(join(support, 'tap.config.mjs'), join(folder, 'tap.config.mjs'))
  const env = {
    ...process.env,
    NO_COLOR: '1',
    TAP_KEY: key,
    TAP_NOW: now,
    TAP_DATABASE: join(folder, 'passes.sqlite'),
    TAP_EVENTS: join(folder, 'events'),
    TAP_DELIVERIES: join(folder, 'deliveries'),
  }

  function start(command: string, args: readonly string[], input?: string) {
    const child = spawn(command, args, { cwd: folder, env })
    const output = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
    if (input !== undefined) child.stdin.end(input)
    const ended = new Promise<Ran>((resolve, reject) => {
      child.on('error', reject).on('close', (code) => resolve({ code, ...output }))
    })
    return { child, ended }
  }

  return {
    folder,
    key,
    run: (...args) => start(process.execPath, [program, ...args], '').ended,
    feed: (input, ...args) => start(process.execPath, [program, ...args], input).ended,
    onTerminal: (...args) =>
      start('python3', [join(support, 'on-terminal.py'), process.execPath, program, ...args], '').ended,
    shell(script) {
      const runnable = script.replaceAll('npx temporary-access-pass', `"${process.execPath}" "${program}"`)
      return start('bash', ['-c', `{ ${runnable}\n} 2>&1`], '').ended
    },
    start: (...args) => start(process.execPath, [program, ...args]),
    write: (name, content) => writeFileSync(join(folder, name), content),
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    has: (name) => existsSync(join(folder, name)),
    lines(name) {
      const path = join(folder, name)
      if (!existsSync(path)) return []
      return jsonLines(readFileSync(path, 'utf8'))
    },
    async signIn(codes) {
      const typed = [...codes].map(([user, code]) => `${user} ${code}\n`).join('')
      const { stdout } = await start(process.execPath, [join(support, 'sign-in.mjs')], typed).ended
      return stdout.trim().split('\n')
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export function jsonLines(text: string): readonly Readonly<Record<string, unknown>>[] {
  return text
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}

/** The owner of an age key pair. */
export interface Reader {
  readonly identity: string
  readonly recipient: string
  open(sealed: Uint8Array): Promise<string>
}

export async function createReader(): Promise<Reader> {
  const identity = await generateX25519Identity()
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  return {
    identity,
    recipient: await identityToRecipient(identity),
    open: (sealed) => decrypter.decrypt(sealed, 'text'),
  }
}

/** Returns the codes of a decrypted file, by user. */
export function codesIn(csv: string): ReadonlyMap<string, string> {
  const rows = csv.split('\n').filter((line) => line !== '' && !line.startsWith('user,'))
  return new Map(rows.map((row) => row.split(',').slice(0, 2) as [string, string]))
}
