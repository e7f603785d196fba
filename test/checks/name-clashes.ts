import ts from 'typescript'

/** One name that is declared in more than one file. */
export interface NameClash {
  readonly name: string
  readonly paths: readonly string[]
}

interface Declared {
  readonly name: string
  readonly path: string
  readonly isType: boolean
  readonly isExported: boolean
}

/** Returns the names that more than one file exports, and the private types with a name that another file exports. */
export function nameClashes(files: ReadonlyMap<string, string>): readonly NameClash[] {
  const declared = [...files].flatMap(([path, text]) => declarationsIn(path, text))
  const byName = new Map<string, Declared[]>()
  for (const one of declared) byName.set(one.name, [...(byName.get(one.name) ?? []), one])
  return [...byName]
    .map(([name, all]) => ({ name, paths: clashing(all) }))
    .filter(({ paths }) => paths.length > 1)
    .sort((a, b) => a.name.localeCompare(b.name))
}

function clashing(all: readonly Declared[]): readonly string[] {
  if (!all.some(({ isExported }) => isExported)) return []
  const paths = all.filter(({ isExported, isType }) => isExported || isType).map(({ path }) => path)
  return [...new Set(paths)].sort()
}

function declarationsIn(path: string, text: string): readonly Declared[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  return file.statements.flatMap((statement) => {
    const isExported = ts.canHaveModifiers(statement) && hasExport(statement)
    return namesOf(statement).map(({ name, isType }) => ({ name, path, isType, isExported }))
  })
}

function hasExport(statement: ts.HasModifiers): boolean {
  return ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true
}

function namesOf(statement: ts.Statement): readonly Pick<Declared, 'name' | 'isType'>[] {
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
    return [{ name: statement.name.text, isType: true }]
  if (ts.isClassDeclaration(statement) && statement.name) return [{ name: statement.name.text, isType: true }]
  if (ts.isFunctionDeclaration(statement) && statement.name) return [{ name: statement.name.text, isType: false }]
  if (!ts.isVariableStatement(statement)) return []
  return statement.declarationList.declarations.flatMap(({ name }) =>
    ts.isIdentifier(name) ? [{ name: name.text, isType: false }] : [],
  )
}
