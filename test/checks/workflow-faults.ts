import { parse } from 'yaml'

interface Step {
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
}

interface Workflow {
  readonly permissions?: unknown
  readonly jobs?: Readonly<Record<string, { readonly 'timeout-minutes'?: number; readonly steps?: readonly Step[] }>>
}

const pinned = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/

/** Returns what is wrong with a GitHub workflow, one sentence a fault. Throws if the text is no valid YAML. */
export function workflowFaults(text: string): readonly string[] {
  const { permissions, jobs = {} } = parse(text) as Workflow
  const faults = Object.entries(jobs).flatMap(([name, { steps = [], 'timeout-minutes': limit }]) => [
    ...(limit === undefined ? [`The job ${name} has no timeout-minutes.`] : []),
    ...steps.flatMap(stepFaults),
  ])
  return permissions === undefined ? ['The workflow does not limit its token: add permissions.', ...faults] : faults
}

function stepFaults(step: Step): readonly string[] {
  const { uses } = step
  if (uses === undefined || uses.startsWith('./')) return []
  const unpinned = pinned.test(uses) ? [] : [`${uses} is not pinned. Name the action's commit, all 40 characters.`]
  const leaves = uses.startsWith('actions/checkout@') && step.with?.['persist-credentials'] !== false
  return leaves ? [...unpinned, `${uses} leaves a token in .git. Set persist-credentials: false.`] : unpinned
}
