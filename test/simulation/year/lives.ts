import type { Person } from './people.js'
import { dayMs } from './people.js'

/** One attempt to sign in. */
export interface Attempt {
  readonly atMs: number
  /** Default: the code of the person's newest pass. */
  readonly code?: 'wrong' | 'earlier'
}

/** When a pass can be used. */
export interface Window {
  readonly startMs: number
  readonly endMs: number
}

const secondMs = 1_000
const minuteMs = 60 * secondMs

/** Returns what the person does with a pass. Every attempt but those of the habits `early`, `late` and so on is in time. */
export function attemptsOf(person: Person, { startMs, endMs }: Window, retentionInDays: number): readonly Attempt[] {
  const someMs = startMs + Math.floor(person.moment * (endMs - startMs - 5 * minuteMs))
  switch (person.habit) {
    case 'onTime':
      return [{ atMs: someMs }]
    case 'mistypes':
      return [{ atMs: someMs, code: 'wrong' }, { atMs: someMs + secondMs, code: 'wrong' }, { atMs: someMs + minuteMs }]
    case 'early':
      return [{ atMs: startMs - 1 }, { atMs: startMs }]
    case 'lastMoment':
      return [{ atMs: endMs - 1 }, { atMs: endMs }]
    case 'late':
      return [{ atMs: endMs }, { atMs: endMs + dayMs }]
    case 'twice':
      return [{ atMs: someMs }, { atMs: someMs + minuteMs }]
    case 'afterRetention':
      return [{ atMs: endMs + (retentionInDays + 2) * dayMs }]
    case 'replaced':
      return [{ atMs: someMs, code: 'earlier' }, { atMs: someMs + secondMs }]
    case 'lockedOut':
      return [
        ...Array.from({ length: 10 }, (_, second) => ({ atMs: someMs + second * secondMs, code: 'wrong' }) as const),
        { atMs: someMs + 9 * secondMs + minuteMs - 1 },
        { atMs: someMs + 9 * secondMs + minuteMs },
      ]
  }
}
