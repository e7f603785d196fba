import type { PlacedFault } from './faults.js'
import type { History } from './history.js'
import { users } from './organisation.js'
import type { Plan, PortCallOfRun, Step } from './plan.js'
import type { StoreTrace } from './store-trace.js'
import { World } from './world.js'

/** What one plan led to. */
export interface Run {
  readonly history: History
  /** Every fault that struck, so that the same run can be told without chance. */
  readonly faults: readonly PlacedFault[]
  readonly story: readonly string[]
  readonly portCalls: readonly PortCallOfRun[]
  readonly storeEvents: StoreTrace['events']
  readonly digest: number
  readonly events: number
  readonly virtualMs: number
}

const secondMs = 1_000
const hourMs = 3_600 * secondMs

/** Runs the plan. Once its last call has had five seconds, nothing fails any more. Ten seconds later it looks at what is left. */
export async function runPlan(plan: Plan): Promise<Run> {
  const world = new World(plan)
  const healedAtMs = Math.max(0, ...plan.steps.map(({ atMs }) => atMs)) + 5 * secondMs
  for (const step of plan.steps) world.schedule(step)
  world.time.after(healedAtMs, () => world.heal())
  for (const step of lastLook(healedAtMs + 10 * secondMs)) world.schedule(step)
  await world.time.run()
  const { time, digest, story, faults, portCalls, storeTrace } = world
  return {
    history: world.history(healedAtMs),
    faults: faults.struck,
    story,
    portCalls,
    storeEvents: storeTrace.events,
    digest,
    events: time.events,
    virtualMs: time.nowMs,
  }
}

/** Every user signs in, what is stored is read, notices are sent for hours, and codes are tried after their end. */
function lastLook(atMs: number): readonly Step[] {
  const perUser = users.flatMap((user, index) => [
    { atMs: atMs + index, do: 'signIn', on: 0, user } as const,
    { atMs: atMs + 24 * hourMs, do: 'signIn', on: 1, user } as const,
    { atMs: atMs + secondMs, do: 'registrations.list', on: 0, user } as const,
    { atMs: atMs + secondMs, do: 'passes.get', on: 0, user } as const,
  ])
  const sending = Array.from({ length: 8 }, (_, hour) => {
    return { atMs: atMs + 2 * secondMs + hour * hourMs, do: 'maintenance.sendNotices', on: 0 } as const
  })
  return [...perUser, { atMs: atMs + secondMs, do: 'policy.get', on: 0 }, ...sending]
}
