import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rootPath, typeErrors } from '../support/packages.js'
import { extractSnippets, isPrintedAsWritten } from '../support/snippets.js'

const fence = '```'
const pages = ['README.md', ...readdirSync(join(rootPath, 'docs')).map((name) => `docs/${name}`)]
  .filter((page) => page.endsWith('.md') && existsSync(join(rootPath, page)))
  .map((page) => ({ page, snippets: extractSnippets(readFileSync(join(rootPath, page), 'utf8')) }))

// Inside the repository, so that `temporary-access-pass` resolves to the package of the last build.
const folder = mkdtempSync(join(rootPath, '.tap-snippets-'))
const pathOf = (page: string, fileName: string) => join(folder, basename(page, '.md'), fileName)
const target = ts.ScriptTarget.ES2022

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the documentation', () => {
  let errors: ReturnType<typeof typeErrors> = new Map()

  beforeAll(() => {
    const files = pages.flatMap(({ page, snippets }) => snippets.map(({ fileName }) => pathOf(page, fileName)))
    for (const { page, snippets } of pages) {
      mkdirSync(join(folder, basename(page, '.md')), { recursive: true })
      for (const { fileName, code } of snippets) {
        writeFileSync(pathOf(page, fileName), `${code}\n`)
        // A loader for TypeScript would take longer to start than the snippet takes to run.
        const { outputText } = ts.transpileModule(code, { compilerOptions: { target, module: ts.ModuleKind.ESNext } })
        writeFileSync(compiled(pathOf(page, fileName)), outputText)
      }
    }
    errors = typeErrors(files, {
      target,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      moduleDetection: ts.ModuleDetectionKind.Force,
      types: ['node'],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: true,
    })
  })

  for (const { page, snippets } of pages) {
    for (const { line, fileName, isRun, output } of snippets) {
      it(`${page}:${line} compiles unchanged`, () => {
        expect(errors.get(pathOf(page, fileName)) ?? []).toEqual([])
      })
      if (!isRun) continue
      it(`${page}:${line} ${output === undefined ? 'runs' : 'prints the output below it'}`, async () => {
        const printed = await run(compiled(pathOf(page, fileName)))
        const isAsWritten = output === undefined || isPrintedAsWritten(printed, output)
        // Compared as text, so that a failure shows the lines that differ.
        expect(isAsWritten ? output : printed).toBe(output)
      })
    }
  }

  it('never uses one block name twice on a page', () => {
    for (const { page, snippets } of pages) {
      const names = snippets.map(({ fileName }) => fileName)
      expect(names, page).toEqual([...new Set(names)])
    }
  })
})

describe('extractSnippets', () => {
  const page = [
    'Text',
    `${fence}ts`,
    'one()',
    'two()',
    fence,
    '',
    `${fence}text`,
    'printed',
    fence,
    `${fence}ts no-run`,
    '// tap.ts',
    fence,
    'Between.',
    `${fence}text`,
    'not its output',
    fence,
    `${fence}sh`,
    'npm install',
    fence,
  ].join('\n')

  it('finds only ts blocks, with their line, name and the output below', () => {
    expect(extractSnippets(page)).toEqual([
      { line: 3, fileName: 'line-3.ts', code: 'one()\ntwo()', isRun: true, output: 'printed' },
      { line: 11, fileName: 'tap.ts', code: '// tap.ts', isRun: false, output: undefined },
    ])
  })

  it('appends a block marked `more` to the file before it', () => {
    const story = [
      `${fence}ts`,
      'one()',
      fence,
      `${fence}text`,
      '1',
      fence,
      `${fence}ts more`,
      'two()',
      fence,
      `${fence}ts more`,
      'three()',
      fence,
      `${fence}text`,
      '3',
      fence,
    ].join('\n')
    expect(extractSnippets(story).map(({ code, output }) => ({ code, output }))).toEqual([
      { code: 'one()', output: '1' },
      { code: 'one()\n\ntwo()', output: '1' },
      { code: 'one()\n\ntwo()\n\nthree()', output: '1\n3' },
    ])
  })

  it('ignores a block that is quoted inside a longer fence', () => {
    expect(extractSnippets(`${fence}\`md\n${fence}ts\nquoted()\n${fence}\n${fence}\``)).toEqual([])
  })

  it('refuses a block that is never closed', () => {
    expect(() => extractSnippets(`${fence}ts\nopen()`)).toThrow('line 2')
  })
})

describe('isPrintedAsWritten', () => {
  it('treats … as any text within a line, and everything else literally', () => {
    expect(isPrintedAsWritten('code K7MQ (ok)\nend\n', 'code … (ok)\nend')).toBe(true)
    expect(isPrintedAsWritten('code K7MQ\n(ok)', 'code … (ok)')).toBe(false)
    expect(isPrintedAsWritten('code  (ok)', 'code … (no)')).toBe(false)
    expect(isPrintedAsWritten('axb', 'a.b')).toBe(false)
    expect(isPrintedAsWritten('a\nb', 'a')).toBe(false)
  })
})

function compiled(path: string): string {
  return path.replace(/\.ts$/, '.js')
}

async function run(path: string): Promise<string> {
  // The pages ask the reader to generate these secrets.
  const env = { ...process.env, TAP_KEY: Buffer.alloc(32, 7).toString('base64url') }
  const { stdout } = await promisify(execFile)(process.execPath, [path], {
    cwd: join(path, '..'),
    env,
  })
  return stdout
}
