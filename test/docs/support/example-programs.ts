import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { surface } from '../../package/surface.js'
import { rootPath } from '../../support/packages.js'
import { createApplication } from './application.js'
import type { Program } from './program.js'

const applicationNames = Object.keys((await createApplication('')).names)
// From the folder of an example: where the compiler finds the application, and where the running example does.
const support = { compiled: '../../../test/docs/support', run: '../../support' }
const drivers = [
  { import: "{ Redis } from 'ioredis'", name: 'Redis' },
  { import: "{ createPool } from 'mysql2/promise'", name: 'createPool' },
  { import: "pg from 'pg'", name: 'pg' },
] as const

/** Returns every `@example` in the documentation of the API, each inside a small application. */
export function examplePrograms(): readonly Program[] {
  return execFileSync('git', ['ls-files', 'src/*.ts', 'adapters/*.ts'], { cwd: rootPath, encoding: 'utf8' })
    .trim()
    .split('\n')
    .flatMap(programsIn)
}

function programsIn(path: string): readonly Program[] {
  const lines = readFileSync(join(rootPath, path), 'utf8')
  return [...lines.matchAll(/\* @example\n((?:\s*\*.*\n)*?)\s*(?:\* @|\*\/)/g)].flatMap(({ 1: block = '', index }) =>
    [...block.replace(/^\s*\* ?/gm, '').matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => {
      const line = lines.slice(0, index).split('\n').length
      return programOf(code.trimEnd(), path, line)
    }),
  )
}

function programOf(code: string, path: string, line: number): Program {
  const name = `${path.replace(/\W/g, '-')}-${line}.ts`
  const text = moduleOf(code)
  return {
    source: `${path}:${line}`,
    path: join('examples', name),
    text,
    files: { [name]: withStandIns(text.replace(support.compiled, support.run)) },
    output: shownIn(code),
    throws: /^throw new (\w+)/m.exec(code)?.[1],
  }
}

/** Declares the free names of an example: those of the application around it, and exports of the package. */
function moduleOf(code: string): string {
  const { imports, body, identifiers, declared } = partsOf(code)
  const fromPackage = Object.entries(surface).flatMap(([entry, { values, types }]) => [
    importOf('', entry, values.filter(isFree)),
    importOf('type ', entry, types.filter(isFree)),
  ])
  const application = applicationNames.filter(isFree)
  return [
    imports,
    ...fromPackage,
    `import { createApplication } from '${support.compiled}/application.js'`,
    `const application = await createApplication(${JSON.stringify(code)})`,
    `const { ${application.join(', ')} } = application.names`,
    'async function example() {',
    body,
    `return { ${declared.join(', ')} }`,
    '}',
    'await application.finish(await example())',
  ].join('\n')

  function isFree(name: string): boolean {
    return identifiers.has(name) && !new RegExp(`\\b${name}\\b`).test(imports)
  }
}

function importOf(kind: string, entry: string, names: readonly string[]): string {
  return names.length === 0
    ? ''
    : `import ${kind}{ ${names.join(', ')} } from '${join('temporary-access-pass', entry)}'`
}

interface Parts {
  readonly imports: string
  readonly body: string
  readonly identifiers: ReadonlySet<string>
  /** The constants that the example leaves behind. */
  readonly declared: readonly string[]
}

function partsOf(code: string): Parts {
  const file = ts.createSourceFile('example.ts', code, ts.ScriptTarget.Latest, true)
  const isImport = (statement: ts.Statement): boolean => ts.isImportDeclaration(statement)
  const identifiers = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) identifiers.add(node.text)
    ts.forEachChild(node, visit)
  }
  visit(file)
  const declared = file.statements
    .filter(ts.isVariableStatement)
    .filter(({ declarationList }) => (declarationList.flags & ts.NodeFlags.Const) !== 0)
    .flatMap(({ declarationList }) => declarationList.declarations)
    .flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []))
  const imports = file.statements.filter(isImport).map((statement) => statement.getFullText())
  const importsEnd = file.statements.filter(isImport).at(-1)?.end ?? 0
  return { imports: imports.join(''), body: code.slice(importsEnd), identifiers, declared }
}

/** No server of a database is there. The tests of the stores run on real ones. */
function withStandIns(text: string): string {
  return drivers.reduce(
    (done, { import: from, name }) => done.replace(from, `{ ${name} } from '${support.run}/drivers.js'`),
    text,
  )
}

/** Returns what the example says it prints: the comments after `console.log(…)`, on its line or the next. */
function shownIn(code: string): string | undefined {
  const shown = [...code.matchAll(/^console\.log\(.*\)(?:\n| )\/\/ (.+)$/gm)].map(([, text]) => text)
  return shown.length === 0 ? undefined : shown.join('\n')
}
