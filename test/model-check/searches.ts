import type { ModelLaw } from './laws.js'

/** One search of `commit.pml`. The words are the names in `settings.pml`. */
export interface Search {
  readonly name: string
  /** Up to three, each with what it does and the pass that it is about. */
  readonly callers: readonly string[]
  readonly settings?: Settings
}

/** See `settings.pml`. */
export interface Settings {
  /** Of one caller. Default: 3. */
  readonly writes?: number
  /** Lost requests, lost answers and late requests. Default: 1. */
  readonly faults?: number
  /** Default: 1. */
  readonly failovers?: number
  /** How many commit ids a document keeps. Default: all. */
  readonly window?: 2
  /** Whether pass 1 is stored at the beginning. Default: true. */
  readonly isStored?: boolean
  readonly spendsOnRegistration?: boolean
  readonly bindsClients?: boolean
  readonly mayExpire?: boolean
  readonly isAsynchronous?: boolean
}

/** A search without one rule: it must find that this law is broken. */
export interface Removal extends Search {
  readonly removed: string
  readonly breaks: ModelLaw
}

/** With all rules, each of these searches visits every order of events and finds no law broken. */
export const searches: readonly Search[] = [
  { name: 'three right codes', callers: ['SIGN_IN 1', 'SIGN_IN 1', 'SIGN_IN 1'] },
  { name: 'a pass is replaced', callers: ['SIGN_IN 1', 'CREATE 2', 'SIGN_IN 2'] },
  { name: 'wrong codes', callers: ['SIGN_IN 1', 'GUESS 0', 'GUESS 0'], settings: { writes: 2 } },
  { name: 'a pass is deleted and replaced', callers: ['SIGN_IN 1', 'DELETE 1', 'CREATE 2'] },
  { name: 'a pass is deleted twice', callers: ['DELETE 1', 'DELETE 1', 'SIGN_IN 1'] },
  { name: 'deleted behind a lost answer', callers: ['SIGN_IN 1', 'DELETE 1'], settings: { faults: 2, failovers: 2 } },
  { name: 'a user is forgotten', callers: ['CREATE 2', 'FORGET 0', 'SIGN_IN 1'] },
  { name: 'forgotten among wrong codes', callers: ['CREATE 2', 'GUESS 0', 'FORGET 0'], settings: { writes: 2 } },
  {
    name: 'nothing stored, forgotten and deleted',
    callers: ['CREATE 2', 'FORGET 0', 'DELETE 2'],
    settings: { isStored: false },
  },
  {
    name: 'two registrations',
    callers: ['REGISTER 1', 'REGISTER 1'],
    settings: { spendsOnRegistration: true, faults: 2 },
  },
  {
    name: 'two bound clients',
    callers: ['REGISTER 1', 'REGISTER 1'],
    settings: { spendsOnRegistration: true, bindsClients: true, faults: 2 },
  },
  { name: 'registrations and a delete', callers: ['REGISTER 1', 'REGISTER 1', 'DELETE 1'], settings: { writes: 2 } },
  { name: 'a pass reaches its end', callers: ['SIGN_IN 1', 'GUESS 0'], settings: { mayExpire: true, faults: 2 } },
  {
    name: 'decided together, and guessed',
    callers: ['SIGN_IN_TOGETHER 1', 'SIGN_IN 1', 'GUESS 0'],
    settings: { writes: 2 },
  },
  { name: 'decided together, and replaced', callers: ['SIGN_IN_TOGETHER 1', 'CREATE 2', 'DELETE 1'] },
  {
    name: 'two groups in two processes',
    callers: ['SIGN_IN_TOGETHER 1', 'SIGN_IN_TOGETHER 1'],
    settings: { faults: 2, failovers: 2 },
  },
  { name: 'a notice is delivered', callers: ['SIGN_IN 1', 'SEND_NOTICES 0', 'DELETE 0'] },
  { name: 'window: other writes', callers: ['SIGN_IN 1', 'UNLOCK 0', 'UNLOCK 0'], settings: { window: 2 } },
  { name: 'window: notices', callers: ['CREATE 2', 'SEND_NOTICES 0', 'UNLOCK 0'], settings: { window: 2 } },
  {
    name: 'window: guesses and a delete',
    callers: ['CREATE 2', 'GUESS 0', 'DELETE 2'],
    settings: { window: 2, failovers: 0 },
  },
  {
    // Such a store promises less: only rightCodeOnly is checked.
    name: 'a store that may lose acknowledged writes',
    callers: ['SIGN_IN 1', 'CREATE 2', 'SIGN_IN 2'],
    settings: { isAsynchronous: true, writes: 2 },
  },
]

/** The same callers, with more faults and failovers. */
export const longSearches: readonly Search[] = searches.map(({ name, callers, settings = {} }) => ({
  name,
  callers,
  settings: { ...settings, faults: 2, failovers: 2 },
}))
