import type { Tap } from '../../../src/api/tap.js'
import { decodeUserDocument } from '../../../src/core/user-document/codec.js'
import type { UserDocument } from '../../../src/core/user-document/user-document.js'
import { isTapError } from '../../../src/errors.js'
import type { Store } from '../../../src/ports/store.js'
import type { Timer } from '../../../src/ports/timer.js'
import type { StorePair } from '../../faults/store-pair.js'
import { userKeyOf } from '../../support/calls.js'
import type { Act } from './acts.js'
import type { Choose } from './explore.js'
import type { Facts } from './facts.js'
import { noFacts, passIdIn } from './facts.js'
import type { OpenScene } from './scenes.js'
import type { Limits, Schedule } from './schedule.js'
import { createSchedule } from './schedule.js'

/** The end of one schedule. */
export interface Outcome {
  readonly facts: Facts
  readonly story: readonly string[]
  readonly document: UserDocument | undefined
}

/**
 * Returns a function that runs two callers through one schedule. A caller whose call fails can make it again in another
 * process, as a host application does.
 */
export function callersOf(
  { world, pair: initial, known }: OpenScene,
  acts: readonly [Act, Act],
  limits: Limits,
): (choose: Choose) => Promise<Outcome> {
  let now: { readonly schedule: Schedule; readonly pair: StorePair; readonly facts: Facts }
  const processes = acts.map((_, at) => [openProcess(`${at + 1}`), openProcess(`${at + 1} again`)] as const)

  /** Taps are created once, because creating one costs as much as a schedule. */
  function openProcess(name: string): { readonly tap: Tap; readonly written: Set<string> } {
    const written = new Set<string>()
    const store: Store = {
      read: (keys) => now.schedule.connect(name).read(keys),
      sweep: (batch) => now.schedule.connect(name).sweep(batch),
      scan: (page) => now.schedule.connect(name).scan(page),
      compareAndSet(...write) {
        const passId = write[2] && passIdIn(write[2])
        if (passId !== undefined && passId !== null) written.add(passId)
        return now.schedule.connect(name).compareAndSet(...write)
      },
    }
    const timer: Timer = {
      now: () => now.schedule.timer.now(),
      wait: (ms) => now.schedule.timer.wait(ms),
      within: (ms, work) => now.schedule.timer.within(ms, work),
    }
    return { tap: world.another({ store, timer }), written }
  }

  async function attempt(act: Act, { tap, written }: ReturnType<typeof openProcess>): Promise<boolean> {
    const { facts, pair, schedule } = now
    written.clear()
    try {
      const isStating = await act.run(tap, known, facts)
      schedule.story.push(`${act.name} answers, ${isStating ? 'and states something' : 'and states nothing'}`)
      if (isStating && pair.isUnkept(userKeyOf(world))) throw new Error('The answer rests on what is not kept')
      return true
    } catch (error) {
      if (!isTapError(error)) throw error
      schedule.story.push(`${act.name} fails: ${error.code}`)
      for (const passId of written) if (passId !== known.passId) facts.abandoned.add(passId)
      return error.code !== 'TAP_BUSY' && error.code !== 'TAP_PORT_FAILED'
    }
  }

  return async (choose) => {
    const pair = initial.copy()
    const schedule = createSchedule(pair, choose, limits)
    const facts = noFacts()
    now = { schedule, pair, facts }
    const calls = acts.map(async (act, at) => {
      const [first, second] = processes[at] ?? []
      if (act.isBegunInTurn) await schedule.begin(`${at + 1}`)
      const isKnown = first === undefined || (await attempt(act, first))
      if (!isKnown && second && choose(2) === 0) await attempt(act, second)
    })
    try {
      await schedule.finish(Promise.all(calls))
      const [stored] = await pair.store.read([userKeyOf(world)])
      return { facts, story: schedule.story, document: stored && decodeUserDocument(stored.body) }
    } catch (error) {
      throw new Error(`${String(error)}\n${schedule.story.join('\n')}`)
    }
  }
}
