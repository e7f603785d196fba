import type { Plan, Step } from './plan.js'

/** Short stories without faults. A fault is then placed at every port call of each, one at a time. */
export const scenes: Readonly<Record<string, readonly Step[]>> = {
  'a sign-in': [issue(0), signIn(100), signIn(200, 1), signIn(20_000, 2)],
  'a guess': [
    issue(0),
    ...times(6, (at) => ({ ...signIn(100 + at * 50, at % 3), code: 'wrong' as const })),
    signIn(20_000),
  ],
  'a registration': [
    issue(0),
    signIn(100),
    { ...about('registrations.complete', 200), key: 'phone' },
    { ...about('registrations.list', 20_000, 1) },
    signIn(20_100, 2),
    { ...about('registrations.complete', 20_200), key: 'laptop' },
  ],
  // More writes than a document remembers follow on the first, whose answer may be lost.
  'a busy user': [
    issue(0),
    ...times(3, (at) => ({ ...signIn(60 + at * 120, 1), code: 'wrong' as const })),
    ...times(3, (at) => about('users.unlock', 120 + at * 120, 2)),
    about('passes.delete', 500, 1),
    issue(600, 2),
    about('passes.delete', 700, 1),
    signIn(20_000, 2),
    { ...signIn(20_100, 2), code: 'earlier' as const },
  ],
  'a sweep': [issue(0), about('maintenance.sweep', 400, 2), about('maintenance.sweep', 800, 1)],
  'a deletion': [issue(0), about('passes.delete', 100), signIn(20_000, 2)],
  'a deletion asked twice': [
    issue(0),
    about('passes.delete', 100),
    about('passes.delete', 7_000, 1),
    signIn(20_000, 2),
  ],
  'a cascade': [
    issue(0),
    signIn(100),
    { ...about('registrations.complete', 200), key: 'phone' },
    about('passes.delete cascade', 400),
    signIn(20_000, 2),
  ],
  'a report': [issue(0), about('repudiate', 300), signIn(20_000, 2)],
  'a forgotten user': [
    issue(0),
    about('users.forget', 200),
    about('passes.get', 20_000, 1),
    signIn(20_100, 2),
    about('passes.get', 40_000, 1),
  ],
  'a disabled policy': [
    issue(0),
    about('policy.update disabled', 200),
    signIn(20_000, 1),
    signIn(20_100, 2),
    about('policy.get', 20_200),
  ],
  'a policy disabled during a sign-in': [
    issue(0),
    signIn(100),
    about('policy.update disabled', 108, 1),
    about('policy.update enabled', 10_000, 1),
    signIn(20_000, 2),
  ],
  'a new pass': [issue(0), issue(200), { ...signIn(20_000, 1), code: 'earlier' }, signIn(20_100, 2)],
  'a list': [list(0), list(10_000, 1), list(20_000, 2), about('maintenance.sendNotices', 30_000)],
  'a request': [
    about('requests.submit', 0),
    about('requests.prove document', 200),
    about('requests.prove liveness', 400, 1),
    about('requests.startCall', 600),
    about('requests.approve', 17_000, 1),
    about('requests.collect', 17_500),
    about('requests.collect', 30_000, 1),
    signIn(40_000, 2),
  ],
  upkeep: [
    issue(0),
    { ...signIn(100), code: 'wrong' },
    about('users.unlock', 200),
    about('maintenance.reseal', 300, 1),
    about('maintenance.sweep', 400, 2),
    about('maintenance.sendNotices', 500),
    about('policy.reset', 600),
    signIn(20_000, 2),
  ],
}

/** Returns the plan of a scene. */
export function planOf(steps: readonly Step[], seed: number): Plan {
  return {
    seed,
    spendOn: seed % 2 === 0 ? 'signIn' : 'registration',
    budget: 4,
    maxLagMs: 20,
    skewsMs: [0, 150, -150],
    steps,
    faults: [],
    rates: {},
  }
}

function about(verb: Step['do'], atMs: number, on = 0): Step {
  return { atMs, do: verb, on, user: 'ada', again: 2 }
}

function issue(atMs: number, on = 0): Step {
  return { ...about('passes.create', atMs, on), isOnce: true }
}

function signIn(atMs: number, on = 0): Step {
  return about('signIn', atMs, on)
}

function list(atMs: number, on = 0): Step {
  return { ...about('passes.createMany', atMs, on), user: 'ada ben', key: 'first day', isOnce: true }
}

function times(count: number, step: (at: number) => Step): readonly Step[] {
  return Array.from({ length: count }, (_, at) => step(at))
}
