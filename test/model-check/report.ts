import type { Job } from './jobs.js'
import { modelLaws } from './laws.js'
import type { Verdict } from './verdict.js'

export function isAsExpected({ breaks }: Job, { kind, what = breaks }: Verdict): boolean {
  return breaks === undefined ? kind === 'holds' : kind === 'broken' && what === breaks
}

/** Returns the line of one search. */
export function lineOf(job: Job, verdict: Verdict, seconds: number): string {
  const cost = `${verdict.states.toLocaleString('en')} states, ${seconds.toFixed(1)} s`
  if (!isAsExpected(job, verdict)) return `FAILED  ${job.name}: ${unexpected(job, verdict)} (${cost})`
  const { breaks } = job
  return `ok      ${job.name}${breaks === undefined ? '' : ` breaks ${breaks}: ${modelLaws[breaks]}`} (${cost})`
}

function unexpected({ breaks, name }: Job, { kind, what }: Verdict): string {
  if (kind === 'incomplete') return `not decided, ${what}`
  if (kind === 'holds') return `no order of events breaks ${breaks}, so the model does not need this rule`
  return `breaks ${what}. See how: npm run check:model -- story "${name}"`
}
