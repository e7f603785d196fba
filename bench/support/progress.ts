/** Prints a line about the current step to stderr. Only results go to stdout. */
export function progress(step: string): void {
  process.stderr.write(`${step}\n`)
}
