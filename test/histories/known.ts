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
} from './told.js'

const three = [guessed, guessed, guessed]
const five = [guessed, guessed, guessed, unlocked, guessed, guessed]

/** Of stores and cores that break a promise. */
export const knownBad: Readonly<Record<string, History>> = {
  'a one-time pass used twice': inTurn(created('A'), signedIn('A'), signedIn('A')),
  'a one-time pass used twice at once': [
    between(0, 5, created('A')),
    between(10, 20, signedIn('A')),
    between(11, 19, signedIn('A')),
  ],
  'a pass used after its delete had returned': inTurn(created('A', false), deleted('A'), signedIn('A')),
  'a pass refused as absent before anybody deleted it': inTurn(created('A'), refused('A', 'noPass')),
  'a pass that came back after its delete': inTurn(created('A'), deleted('A'), seen('A', 'usable')),
  'one pass deleted twice': inTurn(created('A'), deleted('A'), deleted('A')),
  'a delete that overlooked the pass': inTurn(created('A'), notFound, seen('A', 'usable')),
  'a spent pass that came back': inTurn(created('A'), signedIn('A'), seen('A', 'usable')),
  'a code that opens after the next pass was told': inTurn(created('A', false), created('B', false), signedIn('A')),
  'two live codes': [
    between(0, 20, created('A', false)),
    between(1, 19, created('B', false)),
    ...[signedIn('A'), signedIn('B'), signedIn('A')].map((told, at) => between(30 + at * 10, 35 + at * 10, told)),
  ],
  'an old pass seen after the next was told': inTurn(created('A'), created('B'), seen('A', 'usable')),
  'a read that goes back in time': [
    between(0, 5, created('A')),
    between(10, 50, created('B')),
    between(20, 25, seen('B', 'usable')),
    between(30, 35, seen('A', 'usable')),
  ],
  'a wrong code that was not counted': inTurn(created('A'), guessed, guessed, explained('A', 'usable', 1)),
  'a wrong code that was counted twice': inTurn(created('A'), guessed, explained('A', 'usable', 2)),
  'wrong codes at once of which one was not counted': [
    between(0, 5, created('A')),
    between(10, 20, guessed),
    between(11, 21, guessed),
    between(30, 35, explained('A', 'usable', 1)),
  ],
  'a guess beyond the lock': inTurn(created('A'), ...three, guessed),
  'guesses at once beyond the lock': [
    between(0, 5, created('A')),
    ...[0, 1, 2, 3].map((at) => between(10 + at, 20 + at, guessed)),
  ],
  'a right code that opens during the lock': inTurn(created('A'), ...three, signedIn('A')),
  'a lock that nothing had begun': inTurn(created('A'), guessed, refused('A', 'lockedOut')),
  'a lock that an unlock did not end': inTurn(created('A'), ...three, unlocked, refused(wrong, 'lockedOut')),
  'a count that a new pass reset': inTurn(created('A'), guessed, created('B'), explained('B', 'usable', 0)),
  'a guess beyond the budget of the pass': inTurn(created('A'), ...five, unlocked, guessed),
  'a revoked pass that opens': inTurn(created('A'), ...five, signedIn('A')),
  'a wrong code that opens': inTurn(created('A'), { ...signedIn('A'), call: { kind: 'signIn', codeOf: wrong } }),
  'a spent pass, though nobody used it': inTurn(created('A'), refused('A', 'oneTimeUsed')),
  'a pass that was spent by an attempt that was then refused for it': [
    between(0, 5, created('A')),
    between(10, 90, refused('A', 'oneTimeUsed'), 1),
    ...many(20, () => unlocked),
  ],
  'a wrong code counted twice, though few others wrote meanwhile': [
    between(0, 5, created('A')),
    between(10, 90, guessed, 1),
    between(95, 99, explained('A', 'usable', 2)),
  ],
  'an effect of a call that came after the answer which shows it': [
    between(0, 5, created('A', false)),
    between(10, 15, refused('A', 'oneTimeUsed')),
    between(20, 25, unknown(signedIn('A'))),
  ],
}

/** Of nothing but races and lost answers. */
export const knownGood: Readonly<Record<string, History>> = {
  nothing: [],
  'a life of one pass': inTurn(
    ...[created('A'), explained('A', 'usable', 0), ...three, refused('A', 'lockedOut'), seen('A', 'lockedOut')],
    ...[unlocked, signedIn('A'), refused('A', 'oneTimeUsed'), deleted('A'), refused('A', 'noPass'), notFound],
    seen(undefined, 'noPass'),
  ),
  'a pass with its budget used up': inTurn(created('A'), ...five, refused('A', 'revoked'), seen('A', 'revoked')),
  'a new pass that ends the wait but not the count': inTurn(
    ...[created('A'), ...three, created('B'), explained('B', 'usable', 3), guessed, guessed],
    ...[guessed, refused('B', 'lockedOut'), explained('B', 'lockedOut', 6)],
  ),
  'two creates at once, either of which may have been the last': [
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
  'a read that saw a write before it was answered': [
    between(0, 50, created('A')),
    between(10, 15, seen('A', 'usable')),
    between(20, 25, signedIn('A')),
  ],
  'an unknown sign-in that happened': [
    between(0, 5, created('A')),
    between(10, 20, unknown(signedIn('A'))),
    between(30, 35, refused('A', 'oneTimeUsed')),
  ],
  'an unknown sign-in that did not happen': [
    between(0, 5, created('A')),
    between(10, 20, unknown(signedIn('A'))),
    between(30, 35, signedIn('A')),
  ],
  'an unknown delete that happened long afterwards': [
    between(0, 5, created('A')),
    between(10, 20, unknown(deleted('A'))),
    between(30, 35, seen('A', 'usable')),
    between(40, 45, seen(undefined, 'noPass')),
  ],
  'an unknown create whose pass was seen, and another that was not': [
    between(0, 5, unknown(created('A'))),
    between(10, 15, unknown(created('B'))),
    between(20, 25, seen('B', 'usable')),
  ],
  'an unknown guess that was counted': [
    between(0, 5, created('A')),
    between(10, 15, unknown(guessed)),
    between(20, 25, explained('A', 'usable', 1)),
  ],
  'two deletes at once, of which one found that the other had removed its pass': [
    between(0, 5, created('A')),
    between(10, 30, deleted('A')),
    between(11, 20, deleted('A')),
    between(40, 45, notFound),
  ],
  'a wrong code counted twice, its first answer lost and its trace overwritten by others': [
    between(0, 5, created('A')),
    between(10, 95, guessed, 1),
    ...many(20, () => unlocked),
    between(100, 105, explained('A', 'usable', 1)),
  ],
}

/** So many that a document forgets who wrote before them. */
function many(from: number, told: () => ReturnType<typeof signedIn>): History {
  return Array.from({ length: 8 }, (_, at) => between(from + at * 5, from + at * 5 + 3, told()))
}
