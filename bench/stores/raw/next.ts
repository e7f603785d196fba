let written = 0

/** Another revision of the same length. */
export function nextRevision(current: string): string {
  written += 1
  return String(written).padStart(current.length, '0')
}

/** @throws unless one row was written: whoever measures a write has to have written. */
export function checkWritten(count: number | null): void {
  if (count !== 1) throw new Error('A raw write was refused')
}
