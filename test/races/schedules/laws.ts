import type { PassRecord } from '../../../src/core/pass/record.js'
import type { Act, Known } from './acts.js'
import { create, forget, guess, remove, removeNamed, repudiate } from './acts.js'
import type { Outcome } from './callers.js'
import type { Facts } from './facts.js'

interface Ended {
  readonly known: Known
  readonly facts: Facts
  /** What is stored at the end. */
  readonly pass: PassRecord | undefined
  readonly registered: readonly string[]
  readonly isLockedOut: boolean
  /** Whether the code of this pass signs in: now, or after a lockout. */
  isOpen(passId: string): boolean
  /** How many of the two callers made one of these calls. */
  count(...acts: readonly Act[]): number
}

const removing = [remove, removeNamed, repudiate, forget]

/** Each law, and whether it holds. Some hold only while the other caller does not undo what the answer stated. */
const laws: Readonly<Record<string, (ended: Ended) => boolean>> = {
  'a one-time pass signs in once': ({ facts, known, isOpen }) =>
    known.spendOn === 'registration' || facts.signedIn.length + Number(isOpen(known.passId)) <= 1,
  'a pass that is gone is not there again': ({ facts, pass }) => pass === undefined || !facts.gone.includes(pass.id),
  'a pass whose code was returned is there': ({ facts, pass, count }) =>
    count(create, ...removing) > 1 || [...facts.issued].every((passId) => passId === pass?.id),
  'a completed registration is on record': ({ facts, registered, count }) =>
    count(removeNamed, repudiate, forget) > 0 || facts.registered.every((id) => registered.includes(id)),
  'a one-time pass registers one credential': ({ facts }) => new Set(facts.registered).size <= 1,
  'a pass that has registered a credential signs in no user': ({ facts, known, isOpen }) =>
    facts.registered.length === 0 || !isOpen(known.passId),
  'no more wrong codes are compared than are left': ({ facts, known, count }) =>
    count(create) > 0 || facts.compared <= known.wrongCodesLeft,
  'a pass is not used up by a refused code': ({ facts, known, pass }) =>
    known.spendOn === 'registration' ||
    facts.refused === 0 ||
    facts.signedIn.length + facts.unknown > 0 ||
    pass?.ended?.how !== 'oneTimeUsed',
  'an unlocked user is not locked out': ({ facts, isLockedOut, count }) =>
    count(guess) > 0 || !facts.isUnlocked || !isLockedOut,
}

/** Returns the laws that the outcome breaks. */
export function brokenLaws(known: Known, acts: readonly Act[], { facts, document }: Outcome): readonly string[] {
  const { pass, registrations = [], wrongCodes } = document ?? {}
  const ended: Ended = {
    known,
    facts,
    pass,
    registered: registrations.map(({ credential }) => credential.id),
    isLockedOut: wrongCodes?.lockout !== undefined,
    isOpen: (passId) => pass?.id === passId && pass.ended === undefined,
    count: (...wanted) => acts.filter((act) => wanted.includes(act)).length,
  }
  return Object.entries(laws).flatMap(([law, holds]) => (holds(ended) ? [] : [law]))
}
