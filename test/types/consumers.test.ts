import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { rootPath, typeErrors } from '../support/packages.js'

const consumer = (name: string) => join(rootPath, 'test/types/consumer', name)
const nodeNext = { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext }
const bundler = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }
const strict = { target: ts.ScriptTarget.ES2022, strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false }

// Each also checks the declarations of the package, because `skipLibCheck` is off.
const hosts: readonly { title: string; file: string; options: ts.CompilerOptions }[] = [
  {
    title: 'strictly, with neither the types of a browser nor those of Node',
    file: 'core.ts',
    options: { ...strict, ...nodeNext, lib: ['lib.es2022.d.ts'], types: [] },
  },
  {
    title: 'for a bundler and a browser',
    file: 'core.ts',
    options: { ...strict, ...bundler, lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'], types: [] },
  },
  {
    title: 'on Node without the types of a browser, over a real driver and Express',
    file: 'node.ts',
    options: { ...strict, ...nodeNext, lib: ['lib.es2023.d.ts'], types: ['node'], esModuleInterop: true },
  },
  {
    title: 'on Node over the pools of both drivers of MySQL, and over no connection',
    file: 'mysql.ts',
    options: { ...strict, ...nodeNext, lib: ['lib.es2023.d.ts'], types: ['node'], esModuleInterop: true },
  },
  {
    title: 'on Node over pg and postgres.js',
    file: 'postgres.ts',
    options: { ...strict, ...nodeNext, lib: ['lib.es2023.d.ts'], types: ['node'], esModuleInterop: true },
  },
  {
    title: 'on Node over every client of Redis',
    file: 'redis.ts',
    options: { ...strict, ...nodeNext, lib: ['lib.es2023.d.ts'], types: ['node'], esModuleInterop: true },
  },
  {
    title: 'for an older Node project, strict and no more',
    file: 'core.ts',
    options: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.Node16, strict: true, types: [] },
  },
]

describe('type declarations', () => {
  for (const { title, file, options } of hosts) {
    it(`compile ${title}`, () => {
      expect([...typeErrors([consumer(file)], options)]).toEqual([])
    })
  }

  it('make a missing error code a compile error of a host', () => {
    const errors = [...typeErrors([consumer('forgetful.ts')], { ...strict, ...nodeNext, types: [] })]
    expect(errors.map(([path]) => path)).toEqual([consumer('forgetful.ts')])
    expect(errors.flatMap(([, messages]) => messages)).toEqual([expect.stringContaining('lacks ending return')])
  })
})
