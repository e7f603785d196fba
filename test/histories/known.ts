import type { History } from './history.js'
import { wrong } from './history.js'
import {
  between,
  created,
  deleted,
  explained,
  guessed,
  inTurn,
  notFound,
  refused,
  seen,
  signedIn,
  unknown,
  unlocked,
} from './operations.js'

const three = [guessed, guessed, guessed]
const five = [guessed, guessed, guessed, unlocked, guessed, guessed]

/** Histories of stores and cores that break a promise. */
export const knownBad: Readonly<Record<string, History>> = {
  'a one-time pass used twice': inTurn(created('A'), signedIn('A'), signedIn('A')),
  'a one-time pass used twice in parallel': [
    between(0, 5, created('A')),
    between(10, 20, signedIn('A')),
    between(11, 19, signedIn('A')),
  ],
  'a pass used after its delete had returned': inTurn(created('A', false), deleted('A'), signedIn('A')),
  'a pass refused as absent before it was deleted': inTurn(created('A'), refused('A', 'noPass')),
  'a pass that came back after its delete': inTurn(created('A'), deleted('A'), seen('A', 'usable')),
  'one pass deleted twice': inTurn(created('A'), deleted('A'), deleted('A')),
  'a delete that overlooked the pass': inTurn(created('A'), notFound, seen('A', 'usable')),
  'a spent pass that came back': inTurn(created('A'), signedIn('A'), seen('A', 'usable')),
  'a code accepted after the next pass was returned': inTurn(created('A', false), created('B', false), signedIn('A')),
  'two live codes': [
    between(0, 20, created('A', false)),
    between(1, 19, created('B', false)),
    ...[signedIn('A'), signedIn('B'), signedIn('A')].map((operation, at) =>
      between(30 + at * 10, 35 + at * 10, operation),
    ),
  ],
  'an old pass seen after the next was returned': inTurn(created('A'), created('B'), seen('A', 'usable')),
  'a read that goes back in time': [
    between(0, 5, created('A')),
    between(10, 50, created('B')),
    between(20, 25, seen('B', 'usable')),
    between(30, 35, seen('A', 'usable')),
  ],
  'a wrong code that was not counted': inTurn(created('A'), guessed, guessed, explained('A', 'usable', 1)),
  'a wrong code that was counted twice': inTurn(created('A'), guessed, explained('A', 'usable', 2)),
  'parallel wrong codes of which one was not counted': [
    between(0, 5, created('A')),
    between(10, 20, guessed),
    between(11, 21, guessed),
    between(30, 35, explained('A', 'usable', 1)),
  ],
  'a guess during a lockout': inTurn(created('A'), ...three, guessed),
  'parallel guesses beyond a lockout': [
    between(0, 5, created('A')),
    ...[0, 1, 2, 3].map((at) => between(10 + at, 20 + at, guessed)),
  ],
  'a right code accepted during a lockout': inTurn(created('A'), ...three, signedIn('A')),
  'a lockout without enough wrong codes': inTurn(created('A'), guessed, refused('A', 'lockedOut')),
  'a lockout that an unlock did not end': inTurn(created('A'), ...three, unlocked, refused(wrong, 'lockedOut')),
  'a count of wrong codes that a new pass reset': inTurn(
    created('A'),
    guessed,
    created('B'),
    explained('B', 'usable', 0),
  ),
  'a guess beyond the limit of the pass': inTurn(created('A'), ...five, unlocked, guessed),
  'a revoked pass accepted': inTurn(created('A'), ...five, signedIn('A')),
  'a wrong code accepted': inTurn(created('A'), { ...signedIn('A'), call: { kind: 'signIn', codeOf: wrong } }),
  'a spent pass without a sign-in': inTurn(created('A'), refused('A', 'oneTimeUsed')),
  'a pass spent by a sign-in that was refused as spent': [
    between(0, 5, created('A')),
    between(10, 90, refused('A', 'oneTimeUsed'), 1),
    ...many(20, () => unlocked),
  ],
  'a wrong code counted twice with few writes between': [
    between(0, 5, created('A')),
    between(10, 90, guessed, 1),
    between(95, 99, explained('A', 'usable', 2)),
  ],
  'a wrong code counted twice after a lost response and many writes': [
    between(0, 5, created('A')),
    between(10, 95, guessed, 1),
    between(15, 18, explained('A', 'usable', 1)),
    ...many(20, () => unlocked),
    between(100, 105, explained('A', 'usable', 1)),
  ],
  'an effect seen before its call began': [
    between(0, 5, created('A', false)),
    between(10, 15, refused('A', 'oneTimeUsed')),
    between(20, 25, unknown(signedIn('A'))),
  ],
}

/** Histories of correct systems with races and lost responses. */
export const knownGood: Readonly<Record<string, History>> = {
  nothing: [],
  'the whole life of one pass': inTurn(
    ...[created('A'), explained('A', 'usable', 0), ...three, refused('A', 'lockedOut'), seen('A', 'lockedOut')],
    ...[unlocked, signedIn('A'), refused('A', 'oneTimeUsed'), deleted('A'), refused('A', 'noPass'), notFound],
    seen(undefined, 'noPass'),
  ),
  'a pass revoked at its limit of wrong codes': inTurn(
    created('A'),
    ...five,
    refused('A', 'revoked'),
    seen('A', 'revoked'),
  ),
  'a new pass that ends the lockout but not the count': inTurn(
    ...[created('A'), ...three, created('B'), explained('B', 'usable', 3), guessed, guessed],
    ...[guessed, refused('B', 'lockedOut'), explained('B', 'lockedOut', 6)],
  ),
  'two parallel creates in either order': [
    between(0, 20, created('A', false)),
    between(1, 19, created('B', false)),
    between(30, 35, refused('B', 'wrongCode')),
    between(40, 45, signedIn('A')),
  ],
  'a sign-in during a delete': [
    between(0, 5, created('A', false)),
    between(10, 30, deleted('A')),
    between(20, 40, signedIn('A')),
    between(25, 45, refused('A', 'noPass')),
  ],
  'a read that saw a write before the write returned': [
    between(0, 50, created('A')),
    between(10, 15, seen('A', 'usable')),
    between(20, 25, signedIn('A')),
  ],
  'a sign-in without a response that happened': [
    between(0, 5, created('A')),
    between(10, 20, unknown(signedIn('A'))),
    between(30, 35, refused('A', 'oneTimeUsed')),
  ],
  'a sign-in without a response that did not happen': [
    between(0, 5, created('A')),
    between(10, 20, unknown(signedIn('A'))),
    between(30, 35, signedIn('A')),
  ],
  'a delete without a response that happened much later': [
    between(0, 5, created('A')),
    between(10, 20, unknown(deleted('A'))),
    between(30, 35, seen('A', 'usable')),
    between(40, 45, seen(undefined, 'noPass')),
  ],
  'creates without responses, only one of which happened': [
    between(0, 5, unknown(created('A'))),
    between(10, 15, unknown(created('B'))),
    between(20, 25, seen('B', 'usable')),
  ],
  'a guess without a response that was counted': [
    between(0, 5, created('A')),
    between(10, 15, unknown(guessed)),
    between(20, 25, explained('A', 'usable', 1)),
  ],
  'two parallel deletes, one of which found no pass': [
    between(0, 5, created('A')),
    between(10, 30, deleted('A')),
    between(11, 20, deleted('A')),
    between(40, 45, notFound),
  ],
}

/** Enough writes that a document forgets the earlier commit ids. */
function many(from: number, operation: () => ReturnType<typeof signedIn>): History {
  return Array.from({ length: 8 }, (_, at) => between(from + at * 5, from + at * 5 + 3, operation()))
}
