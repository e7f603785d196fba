import type { PassRecord } from './record.js'

/** Half-open, as everywhere: the first instant inside is the start, the first one outside is the end. */
export function positionInWindow(pass: PassRecord, nowMs: number): 'before' | 'inside' | 'after' {
  if (nowMs >= pass.endAtMs) return 'after'
  return pass.isStartChecked && nowMs < pass.startAtMs ? 'before' : 'inside'
}
