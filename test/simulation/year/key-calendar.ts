import type { Key } from '../../../src/ports/keys.js'
import { Stream } from '../stream.js'
import { dayMs, yearStartMs } from './people.js'

/** The days of one rotation, as the operating guide describes it. The second process is one day behind the first. */
const rotationDays = 90
const addedOnDay = 30
const firstOnDay = 33
const resealedOnDay = 36
const removedOnDay = 46

/** Returns the keys of a process at a moment. The first one seals. */
export function keysAt(nowMs: number, process: number): readonly Key[] {
  const day = dayOf(nowMs) - process
  const number = Math.floor(day / rotationDays)
  const at = day - number * rotationDays
  const [old, next] = [keyOf(number), keyOf(number + 1)]
  if (at < addedOnDay) return [old]
  if (at < firstOnDay) return [old, next]
  if (at < removedOnDay) return [next, old]
  return [next]
}

/** Returns whether the documents must be sealed again on this day. */
export function isResealDay(nowMs: number): boolean {
  return dayOf(nowMs) % rotationDays === resealedOnDay
}

function dayOf(nowMs: number): number {
  return Math.floor((nowMs - yearStartMs) / dayMs)
}

const keys = new Map<number, Key>()

/** The same object each time, as a provider that keeps its keys returns it. */
function keyOf(number: number): Key {
  const known = keys.get(number) ?? { id: `key-${number}`, secret: new Stream(number, 'key').bytes(32) }
  keys.set(number, known)
  return known
}
