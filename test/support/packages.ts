import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** The root of the repository. */
export const rootPath = fileURLToPath(new URL('../../', import.meta.url))

/** Returns the compiler errors of files, as `line: message`, by file. */
export function typeErrors(
  files: readonly string[],
  options: ts.CompilerOptions,
): ReadonlyMap<string | undefined, readonly string[]> {
  const program = ts.createProgram(files, { ...options, noEmit: true })
  const errors = new Map<string | undefined, string[]>()
  for (const { file, start, messageText } of ts.getPreEmitDiagnostics(program)) {
    const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start ?? 0).line + 1
    const message = `${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
    errors.set(file?.fileName, [...(errors.get(file?.fileName) ?? []), message])
  }
  return errors
}
