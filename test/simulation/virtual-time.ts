import type { Timer } from '../../src/ports/timer.js'
import { taskScheduler } from './tasks.js'

interface Scheduled {
  readonly atMs: number
  /** Events of one moment run in the order in which they were scheduled. */
  readonly order: number
  readonly run: () => void
  isCancelled: boolean
}

const nextTask = taskScheduler(globalThis)

/** Time that passes only when nothing is left to do. It starts at 0. */
export class VirtualTime {
  nowMs = 0
  /** How many events have run. */
  events = 0
  #order = 0
  readonly #heap: Scheduled[] = []

  /** Runs `work` later. Returns how to cancel it. */
  after(ms: number, work: () => void): () => void {
    const event: Scheduled = { atMs: this.nowMs + ms, order: this.#order++, run: work, isCancelled: false }
    push(this.#heap, event)
    return () => {
      event.isCancelled = true
    }
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve))
  }

  /** Runs all events in order. Promises settle between two events, so every run takes the same steps. */
  async run(): Promise<void> {
    await promisesSettled()
    for (;;) {
      const event = pop(this.#heap)
      if (!event) return
      if (event.isCancelled) continue
      this.nowMs = event.atMs
      this.events += 1
      event.run()
      await promisesSettled()
    }
  }
}

/** Resolves once every promise that can settle has settled, because those come before the next task. */
function promisesSettled(): Promise<void> {
  return new Promise(nextTask)
}

/** Returns the timer of one process. Once the process is dead, nothing that it waits for happens. */
export function timerOf(time: VirtualTime, isAlive: () => boolean): Timer {
  return {
    now: () => time.nowMs,
    wait: (ms) => new Promise((resolve) => time.after(ms, () => isAlive() && resolve())),
    async within(ms, work) {
      let cancel = () => {}
      const deadline = new Promise<never>((_, reject) => {
        cancel = time.after(ms, () => isAlive() && reject(new Error(`No answer within ${ms} ms`)))
      })
      try {
        return await Promise.race([work(), deadline])
      } finally {
        cancel()
      }
    },
  }
}

function push(heap: Scheduled[], event: Scheduled): void {
  let at = heap.push(event) - 1
  while (at > 0) {
    const parent = (at - 1) >> 1
    const above = heap[parent]
    if (!above || isBefore(above, event)) break
    heap[at] = above
    at = parent
  }
  heap[at] = event
}

function pop(heap: Scheduled[]): Scheduled | undefined {
  const [first] = heap
  const last = heap.pop()
  if (!last || heap.length === 0) return first
  let at = 0
  for (;;) {
    const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]]
    const isRight = left && right && isBefore(right, left)
    const child = isRight ? right : left
    if (!child || isBefore(last, child)) break
    heap[at] = child
    at = 2 * at + (isRight ? 2 : 1)
  }
  heap[at] = last
  return first
}

function isBefore(a: Scheduled, b: Scheduled): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)
}
