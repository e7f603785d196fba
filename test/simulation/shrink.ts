import type { LawId } from '../support/laws.js'
import { violationsIn } from './laws/check-laws.js'
import type { Plan } from './plan.js'
import { runPlan } from './run-plan.js'

/** Returns the smallest plan that it finds which still breaks the law: fewer steps, fewer faults, nothing by chance. */
export async function shrink(plan: Plan, law: LawId): Promise<Plan> {
  const { faults } = await runPlan(plan)
  const told: Plan = { ...plan, faults, rates: {} }
  let best = (await breaks(told, law)) ? told : plan
  for (let isSmaller = true; isSmaller; ) {
    const before = JSON.stringify(best).length
    best = await withFewer(best, law, 'faults')
    best = await withFewer(best, law, 'steps')
    best = await simpler(best, law)
    isSmaller = JSON.stringify(best).length < before
  }
  return best
}

/** Leaves out halves, then quarters, and so on down to single ones. */
async function withFewer(plan: Plan, law: LawId, what: 'faults' | 'steps'): Promise<Plan> {
  let best = plan
  for (let size = Math.ceil(plan[what].length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < best[what].length; ) {
      const tried = { ...best, [what]: best[what].toSpliced(at, size) } as Plan
      if (await breaks(tried, law)) best = tried
      else at += size
    }
  }
  return best
}

async function simpler(plan: Plan, law: LawId): Promise<Plan> {
  let best = plan
  const simplifications: readonly Partial<Plan>[] = [
    { maxLagMs: 0 },
    { skewsMs: [0, 0, 0] },
    ...plan.steps.map((step, at) => ({ steps: plan.steps.with(at, { ...step, again: undefined }) })),
  ]
  for (const simplification of simplifications) {
    const tried = { ...best, ...simplification }
    if (await breaks(tried, law)) best = tried
  }
  return best
}

async function breaks(plan: Plan, law: LawId): Promise<boolean> {
  const { history } = await runPlan(plan)
  return violationsIn(history).some((violation) => violation.law === law)
}
