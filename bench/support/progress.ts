/** What a long bench does now, on a line of its own; figures alone go to stdout. */
export function progress(step: string): void {
  process.stderr.write(`${step}\n`)
}
