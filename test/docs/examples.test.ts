import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { surface } from '../package/surface.js'
import { rootPath } from '../support/packages.js'

/** What the examples take from the application around them. Every other free name must be an export of the package. */
const application: Readonly<Record<string, string>> = {
  actor: "import('temporary-access-pass').Actor",
  app: "import('express').Express",
  auditLog: '{ write(...entry: unknown[]): void; insert(entry: unknown): Promise<void> }',
  askForDocument: '() => void',
  body: '{ user: string; code: string; film: unknown }',
  browserCookie: 'string',
  clientBinding: 'string',
  code: 'string',
  documentService: '{ check(presented: unknown, userId?: string): Promise<{ passed: boolean; id: string }> }',
  german: '{ readonly [id: string]: string }',
  grant: 'string',
  hires: 'readonly { readonly id: string; readonly firstDay: string }[]',
  input: "import('temporary-access-pass/requests').SubmitInput",
  log: '(entry: unknown) => void',
  mailer: '{ send(to: string, text: string): Promise<void> }',
  mailReviewer: '(reviewer: unknown, requestId: string) => Promise<void>',
  offerToCollect: '() => void',
  openMyStore: "() => Promise<import('temporary-access-pass').Store>",
  options: "import('temporary-access-pass').TapOptions",
  passkey: '{ readonly id: string }',
  passkeys: '{ save(userId: string, passkey: unknown): Promise<void>; remove(id: string): Promise<void> }',
  policy: "import('temporary-access-pass').Policy",
  ports: "Pick<import('temporary-access-pass').TapOptions, 'store' | 'directory' | 'keys'>",
  provers: "import('temporary-access-pass/requests').Provers",
  document: "import('temporary-access-pass/requests').Prover",
  liveness: "import('temporary-access-pass/requests').Prover",
  redirect: '(path: string) => void',
  request: '{ readonly ip: string }',
  requestId: 'string',
  requests: "import('temporary-access-pass/requests').Requests",
  response: "import('express').Response",
  rootKey: 'string',
  secretsManager: "{ getCached(name: string): Promise<readonly import('temporary-access-pass').Key[]> }",
  session: '{ start(userId: string, end: Date): void }',
  sessions: '{ begin(userId: string, session: { endsAt: Date; grant: string }): string }',
  show: '(value: unknown) => void',
  siem: '{ send(activity: unknown): void }',
  signInAgain: '(reason: string) => void',
  tap: "import('temporary-access-pass').Tap",
  test: '(name: string, run: () => unknown) => void',
  token: 'string',
  user: 'string',
  users: `{
    findByIdOrName(
      tenantId: string,
      user: string,
    ): Promise<{ id: string; isActive: boolean; email: string; groupIds: string[] } | undefined>
  }`,
  verify: '(header: string | null) => Promise<{ oid: string; scp: string } | undefined>',
}

interface Example {
  readonly path: string
  readonly code: string
}

const examples = execFileSync('git', ['ls-files', 'src/*.ts', 'adapters/*.ts'], { cwd: rootPath, encoding: 'utf8' })
  .trim()
  .split('\n')
  .flatMap(examplesIn)

describe('the examples in the documentation of the API', () => {
  it('are all found', () => {
    expect(examples.length).toBeGreaterThan(70)
  })

  it('compile against the package, each with the few names of an application', { timeout: 120_000 }, () => {
    expect(faultsOf(examples)).toEqual([])
  })
})

function examplesIn(path: string): readonly Example[] {
  const text = readFileSync(join(rootPath, path), 'utf8')
  return [...text.matchAll(/\* @example\n((?:\s*\*.*\n)*?)\s*(?:\* @|\*\/)/g)].flatMap(([, block = '']) =>
    [...block.replace(/^\s*\* ?/gm, '').matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => ({ path, code })),
  )
}

/** Compiles twice: the first time finds the free names, which the second time gets declared. */
function faultsOf(all: readonly Example[]): readonly string[] {
  const names = all.map(() => new Set<string>())
  const first = diagnose(all.map((example) => moduleOf(example, new Set())))
  for (const { index, message } of first) {
    const name = /^(?:Cannot find name|No value exists in scope for the shorthand property) '(\w+)'/.exec(message)?.[1]
    if (name !== undefined) names[index]?.add(name)
  }
  const second = diagnose(all.map((example, index) => moduleOf(example, names[index] ?? new Set())))
  return second.map(({ index, message }) => `${all[index]?.path}: ${message}\n${all[index]?.code}`)
}

function moduleOf({ code }: Example, names: ReadonlySet<string>): string {
  const lines = code.split('\n')
  const imports = lines.filter((line) => line.startsWith('import '))
  const rest = lines.filter((line) => !line.startsWith('import '))
  return [...imports, ...[...names].map(declarationOf), 'export async function example() {', ...rest, '}'].join('\n')
}

function declarationOf(name: string): string {
  const entry = Object.entries(surface).find(([, { values, types }]) => values.includes(name) || types.includes(name))
  if (entry) return `import { ${name} } from '${join('temporary-access-pass', entry[0])}'`
  return `declare const ${name}: ${application[name] ?? 'undeclared'}`
}

interface Diagnosed {
  readonly index: number
  readonly message: string
}

function diagnose(modules: readonly string[]): readonly Diagnosed[] {
  const folder = join(rootPath, 'test/docs')
  const files = new Map(modules.map((text, index) => [join(folder, `example-${index}.ts`), text]))
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
  }
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile } = host
  host.fileExists = (name) => files.has(name) || fileExists(name)
  host.readFile = (name) => files.get(name) ?? readFile(name)
  const program = ts.createProgram([...files.keys()], options, host)
  return [...files.keys()].flatMap((name, index) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(name))
      .map(({ messageText }) => ({ index, message: ts.flattenDiagnosticMessageText(messageText, ' ') })),
  )
}
