import type { LawId } from '../support/laws.js'
import { laws } from '../support/laws.js'
import { violationsIn } from './laws/check-laws.js'
import type { Plan } from './plan.js'
import { runPlan } from './run-plan.js'

/** Returns a run as a text: one line for each thing that happened, and what is wrong with it. */
export async function tellStory(plan: Plan, law: LawId): Promise<string> {
  const { story, history } = await runPlan(plan)
  const wrong = violationsIn(history).filter((violation) => violation.law === law)
  const lines = story.filter((line) => !line.includes('maintenance.sendNotices'))
  return [`${laws[law]}.`, ...lines, ...wrong.map(({ what }) => `Broken: ${what}`)].join('\n')
}
