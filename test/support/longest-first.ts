import type { TestSpecification } from 'vitest/node'
import { BaseSequencer } from 'vitest/node'

/** The slowest files. A slow file that starts last keeps one worker busy while the others are idle. */
const longest = [
  'stories/looks',
  'stories/request-looks',
  'faults/kill-server',
  'faults/kill-clients',
  'histories/linearizable',
  'stories/',
  'simulation/overload',
  'races/schedules',
  'histories/replay',
  'servers/exactly-once',
  'faults/lost-answer-on-servers',
  'faults/late-answer-on-servers',
  'faults/failover-redis',
  'faults/exhausted',
  'docs/snippets',
  'adapters/postgres/isolation',
  'faults/',
  'runtimes/',
  'contract/',
]

/** Vitest sorts by remembered durations or by size. Neither helps on a machine that runs the tests first. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => rankOf(a) - rankOf(b))
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = longest.findIndex((part) => moduleId.includes(`test/${part}`))
  return rank === -1 ? longest.length : rank
}
