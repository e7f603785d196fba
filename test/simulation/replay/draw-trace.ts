import { drawPlan } from '../draw-plan.js'
import type { ProfileName } from '../profiles.js'
import { profiles } from '../profiles.js'
import { runPlan } from '../run-plan.js'
import type { StoreEvent, StoreTrace } from '../store-trace.js'

/** The calls of the store in one simulated run, and what went wrong with them. */
export interface Trace {
  readonly profile: ProfileName
  readonly seed: number
  readonly events: StoreTrace['events']
}

const names = Object.keys(profiles) as ProfileName[]

/** Longer runs are cut off. Most are shorter. */
const maxCalls = 400
/** Far enough that the traces of neighbouring seeds stay different. */
const farther = 999_999

/** Draws a trace in which something goes wrong between the processes and the database, or one with such an event. */
export async function drawTrace(seed: number, isWanted: (event: StoreEvent) => boolean = isFault): Promise<Trace> {
  for (let next = seed; ; next += farther) {
    const profile = names[next % names.length] ?? 'everything'
    const { storeEvents } = await runPlan({ ...drawPlan(next, profiles[profile]), isEveryCallListed: true })
    const last = storeEvents.findIndex((event) => event.what === 'sent' && event.call.id === maxCalls)
    const events = last === -1 ? storeEvents : storeEvents.slice(0, last)
    if (events.some(isWanted)) return { profile, seed: next, events }
  }
}

function isFault(event: StoreEvent): boolean {
  return event.what === 'stalled' || ('call' in event && event.call.fault !== undefined)
}
