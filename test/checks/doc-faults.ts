import ts from 'typescript'

/** One exported function whose documentation does not begin with what the function does. */
export interface DocFault {
  readonly path: string
  readonly line: number
  readonly name: string
  readonly begins: string
}

/** Words that end in "s" and are no verb. */
const noVerbs = new Set([
  'This',
  'Its',
  'Always',
  'As',
  'Is',
  'Was',
  'Has',
  'Does',
  'Yes',
  'Perhaps',
  'Besides',
  'Thus',
])

/**
 * Returns the exported functions of a file whose JSDoc does not begin with a verb in the third person ("Returns …",
 * "Creates …"). A function without JSDoc is no fault here: internal ones need none, and the documentation build finds
 * public ones.
 */
export function docFaults(path: string, text: string): readonly DocFault[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  return file.statements.flatMap((statement) => {
    if (!ts.isFunctionDeclaration(statement) || !isExported(statement) || !statement.name) return []
    const begins = firstWordOf(statement)
    if (begins === undefined || isVerb(begins)) return []
    const line = file.getLineAndCharacterOfPosition(statement.getStart()).line + 1
    return [{ path, line, name: statement.name.text, begins }]
  })
}

function isExported(statement: ts.FunctionDeclaration): boolean {
  return statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true
}

/** `undefined`: the function has no JSDoc, or only tags such as `@throws`. */
function firstWordOf(statement: ts.FunctionDeclaration): string | undefined {
  const [documentation] = ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc)
  const comment = ts.getTextOfJSDocComment(documentation?.comment)
  return comment?.trim().split(/\s+/)[0] || undefined
}

function isVerb(word: string): boolean {
  return /^[A-Z][a-z]+s$/.test(word) && !noVerbs.has(word)
}
