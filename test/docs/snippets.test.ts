import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rootPath, typeErrors } from '../support/packages.js'
import { isPrintedAsWritten } from '../support/snippets.js'
import { examplePrograms } from './support/example-programs.js'
import { pagePrograms } from './support/page-programs.js'
import type { RunResult } from './support/run-programs.js'
import { compiledPath, runAll, writeAll } from './support/written-programs.js'

const pages = pagePrograms()
const examples = examplePrograms()
const programs = [...pages, ...examples]

// Inside the repository, so that `temporary-access-pass` resolves to the package of the last build.
const folder = mkdtempSync(join(rootPath, '.tap-snippets-'))

describe('the documentation', () => {
  let errors: ReturnType<typeof typeErrors> = new Map()
  let results: Readonly<Record<string, RunResult>> = {}

  beforeAll(async () => {
    writeAll(folder, programs)
    const running = runAll(folder)
    errors = typeErrors(
      programs.map((program) => compiledPath(folder, program)),
      {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.NodeNext,
        moduleResolution: ts.ModuleResolutionKind.NodeNext,
        moduleDetection: ts.ModuleDetectionKind.Force,
        types: ['node'],
        strict: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: true,
      },
    )
    results = await running
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  for (const program of programs) {
    const { source, files, output, throws } = program
    it(`${source} compiles unchanged`, () => {
      expect(errors.get(compiledPath(folder, program)) ?? []).toEqual([])
    })
    if (files === undefined) continue
    it(`${source} ${output === undefined ? 'runs' : 'prints the output that it shows'}`, () => {
      const { printed = '', error } = results[source] ?? { error: 'It did not run' }
      expect(throws === undefined ? error : error?.split(':')[0]).toBe(throws)
      const isAsWritten = output === undefined || isPrintedAsWritten(printed, output)
      // Compared as text, so that a failure shows the lines that differ.
      expect(isAsWritten ? output : printed).toBe(output)
    })
  }

  it('never uses one block name twice on a page', () => {
    const paths = programs.map(({ path }) => path)
    expect(paths).toEqual([...new Set(paths)])
  })

  it('has blocks on its pages, and examples in the documentation of the API', () => {
    expect(pages.length).toBeGreaterThan(50)
    expect(examples.length).toBeGreaterThan(70)
  })
})
