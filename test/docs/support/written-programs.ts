import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import ts from 'typescript'
import type { Program } from './program.js'
import type { RunResult } from './run-programs.js'

const support = fileURLToPath(new URL('.', import.meta.url))

/** Returns where the compiler finds a program. */
export function compiledPath(folder: string, { path }: Program): string {
  return join(folder, 'compiled', path)
}

/** Writes each program twice: as TypeScript for the compiler, and as JavaScript in a folder of its own that runs. */
export function writeAll(folder: string, programs: readonly Program[]): void {
  const paths: Record<string, string> = {}
  for (const [index, program] of programs.entries()) {
    write(compiledPath(folder, program), program.text)
    if (program.files === undefined) continue
    for (const [name, text] of Object.entries(program.files))
      writeScript(join(folder, 'run', String(index), name), text)
    paths[program.source] = scriptPath(join(folder, 'run', String(index), basename(program.path)))
  }
  write(join(folder, 'paths.json'), JSON.stringify(paths))
  for (const name of readdirSync(support)) {
    writeScript(join(folder, 'support', name), readFileSync(join(support, name), 'utf8'))
  }
}

/** Runs them all in one process, and returns what each did. Rejects when the process ends with an error. */
export async function runAll(folder: string): Promise<Readonly<Record<string, RunResult>>> {
  // The pages ask the reader to create this secret.
  const env = { ...process.env, TAP_KEY: Buffer.alloc(32, 7).toString('base64url') }
  await promisify(execFile)(process.execPath, [join(folder, 'support', 'run-programs.js'), folder], { env })
  return JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'))
}

function scriptPath(path: string): string {
  return path.replace(/\.ts$/, '.js')
}

// A loader for TypeScript would also transform the packages that the programs import, which takes longer than to run them.
function writeScript(path: string, text: string): void {
  const script = scripts.get(text) ?? ts.transpileModule(text, { compilerOptions }).outputText
  scripts.set(text, script)
  write(scriptPath(path), script)
}

// The files of a page are written once for each of its blocks.
const scripts = new Map<string, string>()
const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext }

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${text}\n`)
}
