import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { rootPath } from '../support/packages.js'
import { surface } from './surface.js'

const declarations = Object.entries(manifest.exports).flatMap(([entry, target]) =>
  typeof target === 'string' ? [] : [{ entry, path: join(rootPath, target.types) }],
)
const program = ts.createProgram(
  declarations.map(({ path }) => path),
  { moduleResolution: ts.ModuleResolutionKind.NodeNext, module: ts.ModuleKind.NodeNext, types: [] },
)

describe('the package', () => {
  it('has these entries, and its own package.json', () => {
    expect(Object.keys(manifest.exports)).toEqual([...Object.keys(surface), './package.json'])
  })

  it('exports at most 125 names from its root', () => {
    const { values = [], types = [] } = surface['.'] ?? {}
    expect(values.length + types.length).toBeLessThanOrEqual(125)
  })

  for (const { entry, path } of declarations) {
    it(`exports exactly these values from ${entry}`, async () => {
      const loaded: object = await import(join('temporary-access-pass', entry))
      expect(Object.keys(loaded).sort()).toEqual(surface[entry]?.values)
    })

    it(`declares exactly these names in ${entry}`, () => {
      const { values = [], types = [] } = surface[entry] ?? {}
      expect(declaredIn(path)).toEqual([...values, ...types].sort())
    })
  }
})

function declaredIn(path: string): readonly string[] {
  const checker = program.getTypeChecker()
  const file = program.getSourceFile(path)
  const symbol = file && checker.getSymbolAtLocation(file)
  if (symbol === undefined) throw new Error(`${path} is not a module`)
  return checker
    .getExportsOfModule(symbol)
    .map(({ name }) => name)
    .sort()
}
