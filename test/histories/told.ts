import type { Answer, Call, History, Operation } from './history.js'
import { wrong } from './history.js'

/** A call and its result, without times. */
export type Told = Pick<Operation, 'call' | 'answer' | 'passId'>

export const created = (passId: string, isUsableOnce = true): Told => ({
  ...asked({ kind: 'create', isUsableOnce }, { kind: 'created', passId }),
  passId,
})
export const deleted = (passId: string): Told => asked({ kind: 'delete' }, { kind: 'deleted', passId })
export const notFound: Told = asked({ kind: 'delete' }, { kind: 'notFound' })
export const unlocked: Told = asked({ kind: 'users.unlock' }, { kind: 'unlocked' })
export const signedIn = (passId: string): Told => asked(code(passId), { kind: 'signedIn', passId })
export const refused = (codeOf: string, reason: string): Told => asked(code(codeOf), { kind: 'refused', reason })
export const guessed: Told = refused(wrong, 'wrongCode')
export const seen = (passId: string | undefined, usability: string): Told =>
  asked({ kind: 'get' }, { kind: 'seen', passId, usability })
export const explained = (passId: string | undefined, usability: string, wrongCodes: number): Told =>
  asked({ kind: 'users.explain' }, { kind: 'explained', passId, usability, wrongCodes })

/** The same call without a result. */
export const unknown = ({ call, passId }: Told): Told => ({ call, answer: undefined, passId })

/** Returns the operations one after another, by one client. */
export function inTurn(...all: readonly Told[]): History {
  return all.map((told, index) => between(index * 10, index * 10 + 5, told))
}

let clients = 0

/** Returns one operation by a client of its own. */
export function between(from: number, to: number, told: Told, lostAnswers = 0): Operation {
  clients += 1
  return { client: `client-${clients}`, ...told, lostAnswers, invokedNs: BigInt(from), answeredNs: BigInt(to) }
}

function code(codeOf: string): Call {
  return { kind: 'signIn', codeOf }
}

function asked(call: Call, answer: Answer): Told {
  return { call, answer }
}
