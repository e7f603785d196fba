let written = 0

/** Returns a new revision of the same length. */
export function nextRevision(current: string): string {
  written += 1
  return String(written).padStart(current.length, '0')
}

/** @throws `Error` unless exactly one row was written: otherwise the benchmark would measure nothing. */
export function checkWritten(count: number | null): void {
  if (count !== 1) throw new Error('A raw write was refused')
}
