import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BusyError } from '../../src/errors.js'
import type { Permit } from '../../src/kernel/admission/admission.js'
import { createAdmission } from '../../src/kernel/admission/admission.js'
import { rounds } from '../support/rounds.js'

const options = fc.record({
  inFlight: fc.integer({ min: 1, max: 6 }),
  concurrency: fc.integer({ min: 1, max: 3 }),
  queue: fc.integer({ min: 0, max: 4 }),
})
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('enter' as const), who: fc.constantFrom('a', 'b', 'c') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('finish' as const), which: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), which: fc.nat(9) }) },
)

interface Attempt {
  readonly place: Permit
  finish?: () => void
  isHeld: boolean
  ended: string | undefined
}

describe('admission', () => {
  it('stays within its limits and loses no permit, whatever arrives, leaves or is evicted', async () => {
    await fc.assert(
      fc.asyncProperty(options, fc.array(step, { maxLength: 40 }), async (bounds, steps) => {
        const { acquire } = createAdmission(bounds)
        const attempts: Attempt[] = []
        let running = 0

        const arrive = (source: string) => {
          const attempt: Attempt = { place: acquire({ source, name: 'x' }), isHeld: true, ended: undefined }
          attempts.push(attempt)
          const work = async () => {
            expect(++running).toBeLessThanOrEqual(bounds.concurrency)
            await new Promise<void>((resolve) => {
              attempt.finish = resolve
            })
            running--
          }
          const end = (how: string) => {
            expect(attempt.ended).toBeUndefined()
            attempt.ended = how
            attempt.isHeld = false
            attempt.place.release()
          }
          attempt.place.hash(work).then(
            () => end('done'),
            (error: unknown) => end(error instanceof BusyError ? 'busy' : String(error)),
          )
        }

        for (const action of steps) {
          if (action.do === 'enter') expectBusyOrNothing(() => arrive(action.who))
          if (action.do === 'finish') attempts[action.which % attempts.length]?.finish?.()
          if (action.do === 'leave') attempts[action.which % attempts.length]?.place.release()
          await turns()
        }
        for (let round = 0; round <= steps.length; round++) {
          for (const attempt of attempts) attempt.finish?.()
          await turns()
        }
        expect(running).toBe(0)
        expect(attempts.filter(({ ended }) => ended !== 'done' && ended !== 'busy')).toEqual([])
        // Every permit is free again.
        const places = Array.from({ length: bounds.inFlight }, () => acquire({ name: 'later' }))
        expect(() => acquire({ name: 'later' })).toThrow(BusyError)
        await Promise.all(places.slice(0, bounds.concurrency).map((place) => place.hash(async () => undefined)))
      }),
      { numRuns: rounds(300) },
    )
  })

  it('never exceeds its permits, and never evicts a lighter source for a heavier one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 30 }), async (sources) => {
        const { acquire } = createAdmission({ inFlight: 6, concurrency: 1, queue: 6 })
        const permits = new Map<string, number>()
        const outcomes: Promise<void>[] = []
        const blocked = new Promise<void>(() => undefined)
        outcomes.push(acquire({ source: 'runs', name: 'x' }).hash(() => blocked))
        for (const source of sources) {
          const before = permits.get(source) ?? 0
          const total = [...permits.values()].reduce((sum, count) => sum + count, 0)
          const others = [...permits].filter(([other]) => other !== source).map(([, count]) => count)
          const isFull = total >= 5
          const canPush = others.some((places) => places > before + 1)
          const entered = expectBusyOrNothing(() => {
            const waiting = acquire({ source, name: 'x' }).hash(() => blocked)
            outcomes.push(waiting.catch(() => void permits.set(source, (permits.get(source) ?? 0) - 1)))
          })
          expect(entered).toBe(!isFull || canPush)
          if (entered) permits.set(source, (permits.get(source) ?? 0) + 1)
          await turns()
        }
        expect([...permits.values()].reduce((sum, count) => sum + count, 0)).toBe(Math.min(5, sources.length))
      }),
    )
  })
})

/** @returns whether it went through. */
function expectBusyOrNothing(run: () => void): boolean {
  try {
    run()
    return true
  } catch (error) {
    expect(error).toBeInstanceOf(BusyError)
    return false
  }
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) await Promise.resolve()
}
