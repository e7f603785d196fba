import type { FaultRates } from './faults.js'
import { faultsOf } from './faults.js'
import { users } from './organisation.js'
import type { Plan, Step } from './plan.js'
import { Stream } from './stream.js'
import type { VerbName } from './verb-names.js'

/** What a run is about: how often each thing is done to a user, and which ports fail. */
export interface Profile {
  readonly weights: Readonly<Partial<Record<VerbName | 'wrong code' | 'earlier code', number>>>
  readonly stepsPerUser: number
  /** The ports that fail. */
  readonly ports: readonly string[]
  /** The chance that a process is killed, and that the standby stalls, in one run. */
  readonly killing: number
  readonly stalling: number
  readonly maxLagMs: number
  readonly hasRequests: boolean
}

const spanMs = 30_000

/** Draws a plan: the same one for the same seed and profile. */
export function drawPlan(seed: number, profile: Profile): Plan {
  const stream = new Stream(seed, 'plan')
  const seedProfile = { ...profile, weights: drawWeights(stream, profile.weights) }
  const lives = users.flatMap((user) => lifeOf(user, stream, seedProfile))
  const events = (['kill', 'stall'] as const).flatMap((event): Step[] => {
    const isDrawn = stream.chance(event === 'kill' ? profile.killing : profile.stalling)
    return isDrawn ? [{ atMs: stream.fraction() * spanMs, do: event, on: stream.below(3) }] : []
  })
  return {
    seed,
    spendOn: stream.pick(['signIn', 'registration']),
    budget: stream.pick([3, 5, 10]),
    maxLagMs: stream.chance(0.5) ? 0 : profile.maxLagMs,
    skewsMs: [0, stream.below(800) - 400, stream.below(800) - 400],
    steps: [...lives, ...events],
    faults: [],
    rates: stream.chance(0.1) ? {} : drawRates(stream, profile.ports),
  }
}

/** Every seed does a few things often and others not at all: that leads to situations which averages never reach. */
function drawWeights(stream: Stream, weights: Profile['weights']): Profile['weights'] {
  const drawn = Object.entries(weights).map(([name, weight]) => [name, weight * stream.pick([0, 1, 1, 4])] as const)
  return Object.fromEntries([...drawn, ['signIn', 4]])
}

/** Every seed has one to three favourite faults. */
function drawRates(stream: Stream, ports: readonly string[]): FaultRates {
  const rates: Record<string, Partial<Record<string, number>>> = {}
  for (let left = 1 + stream.below(3); left > 0; left -= 1) {
    const port = stream.chance(0.5) ? 'store.compareAndSet' : stream.pick(ports)
    const isFrequent = !port.startsWith('clock') && !port.startsWith('randomBytes')
    const kinds = faultsOf(port)
    const kind = port === 'store.compareAndSet' && stream.chance(0.3) ? 'unkept' : stream.pick(kinds)
    rates[port] = { ...rates[port], [kind]: isFrequent ? stream.pick([0.02, 0.1, 0.3]) : 0.001 }
  }
  return rates
}

function lifeOf(user: string, stream: Stream, profile: Profile): readonly Step[] {
  const first: Step = { ...call('passes.create', stream, stream.fraction() * 50), user, isOnce: stream.chance(0.6) }
  const drawn = Array.from({ length: profile.stepsPerUser }, (): Step => {
    const verb = weighted(profile.weights, stream)
    // Some calls come together, because that is where races are.
    const atMs = stream.chance(0.4) ? 20 + stream.fraction() * 60 : stream.fraction() * spanMs
    return stepOf(verb, user, stream, atMs)
  })
  return [first, ...drawn, ...(profile.hasRequests && stream.chance(0.5) ? requestOf(user, stream) : [])]
}

function stepOf(drawn: VerbName | 'wrong code' | 'earlier code', user: string, stream: Stream, atMs: number): Step {
  if (drawn === 'wrong code') return { ...call('signIn', stream, atMs), user, code: 'wrong' }
  if (drawn === 'earlier code') return { ...call('signIn', stream, atMs), user, code: 'earlier' }
  const step = { ...call(drawn, stream, atMs), user }
  if (drawn === 'registrations.complete') return { ...step, key: `credential-${stream.below(3)}` }
  if (drawn === 'passes.createMany')
    return { ...step, user: users.join(' '), key: `list-${stream.below(2)}`, isOnce: true }
  return drawn.startsWith('passes.create') ? { ...step, isOnce: stream.chance(0.6) } : step
}

/** One self-service request from its start to its end. Some steps come twice, as impatient people click. */
function requestOf(user: string, stream: Stream): readonly Step[] {
  const startMs = stream.fraction() * 5_000
  const verbs: readonly (readonly [VerbName, number])[] = [
    [stream.chance(0.8) ? 'requests.submit' : 'requests.open', 0],
    ['requests.edit', 400],
    ['requests.prove document', 900],
    ['requests.prove liveness', 1_400],
    ['requests.status', 2_000],
    ['requests.startCall', 2_600],
    ['requests.get', 3_000],
    [stream.chance(0.85) ? 'requests.approve' : 'requests.deny', 18_500],
    ['requests.list', 19_000],
    [stream.chance(0.9) ? 'requests.collect' : 'requests.cancel', 20_000],
    ['requests.collect', 20_000],
    ['signIn', 21_000],
    ['requests.maintain', 22_000],
  ]
  return verbs.flatMap(([verb, atMs]) => {
    const step = { ...call(verb, stream, startMs + atMs + stream.fraction() * 300), user }
    return stream.chance(0.15) ? [step, { ...step, on: stream.below(3), atMs: step.atMs + 5 }] : [step]
  })
}

function call<Verb extends VerbName>(verb: Verb, stream: Stream, atMs: number): Step {
  return { atMs, do: verb, on: stream.below(3), again: stream.pick([0, 1, 3]) }
}

function weighted<Name extends string>(weights: Readonly<Partial<Record<Name, number>>>, stream: Stream): Name {
  const entries = Object.entries(weights) as [Name, number][]
  let left = stream.fraction() * entries.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [name, weight] of entries) {
    left -= weight
    if (left < 0) return name
  }
  throw new RangeError('A profile needs a weight')
}
