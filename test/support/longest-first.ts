import type { TestSpecification } from 'vitest/node'
import { BaseSequencer } from 'vitest/node'

/** Files that take minutes. Begun last, each would keep one worker busy while the others have nothing left to do. */
const LONGEST = [
  'faults/kill-server',
  'faults/kill-clients',
  'histories/linearizable',
  'servers/exactly-once',
  'faults/lost-answer-on-servers',
  'stories/looks',
  'stories/request',
  'runtimes/',
  'contract/',
]

/** On a machine that has not seen the tests yet, too: Vitest would go by what it remembers, else by size. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => rankOf(a) - rankOf(b))
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = LONGEST.findIndex((part) => moduleId.includes(part))
  return rank === -1 ? LONGEST.length : rank
}
