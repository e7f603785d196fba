import type { Answer, Call, History, Operation } from './history.js'
import { wrong } from './history.js'

/** A call and its result, without times. */
export type UntimedOperation = Pick<Operation, 'call' | 'answer' | 'passId'>

export const created = (passId: string, isUsableOnce = true): UntimedOperation => ({
  ...untimed({ kind: 'create', isUsableOnce }, { kind: 'created', passId }),
  passId,
})
export const deleted = (passId: string): UntimedOperation => untimed({ kind: 'delete' }, { kind: 'deleted', passId })
export const notFound: UntimedOperation = untimed({ kind: 'delete' }, { kind: 'notFound' })
export const unlocked: UntimedOperation = untimed({ kind: 'users.unlock' }, { kind: 'unlocked' })
export const signedIn = (passId: string): UntimedOperation => untimed(code(passId), { kind: 'signedIn', passId })
export const refused = (codeOf: string, reason: string): UntimedOperation =>
  untimed(code(codeOf), { kind: 'refused', reason })
export const guessed: UntimedOperation = refused(wrong, 'wrongCode')
export const seen = (passId: string | undefined, usability: string): UntimedOperation =>
  untimed({ kind: 'get' }, { kind: 'seen', passId, usability })
export const explained = (passId: string | undefined, usability: string, wrongCodes: number): UntimedOperation =>
  untimed({ kind: 'users.explain' }, { kind: 'explained', passId, usability, wrongCodes })

/** The same call without a result. */
export const unknown = ({ call, passId }: UntimedOperation): UntimedOperation => ({ call, answer: undefined, passId })

/** Returns the operations one after another, by one client. */
export function inTurn(...all: readonly UntimedOperation[]): History {
  return all.map((operation, index) => between(index * 10, index * 10 + 5, operation))
}

let clients = 0

/** Returns one operation by a client of its own. */
export function between(from: number, to: number, operation: UntimedOperation, lostAnswers = 0): Operation {
  clients += 1
  return { client: `client-${clients}`, ...operation, lostAnswers, invokedNs: BigInt(from), answeredNs: BigInt(to) }
}

function code(codeOf: string): Call {
  return { kind: 'signIn', codeOf }
}

function untimed(call: Call, answer: Answer): UntimedOperation {
  return { call, answer }
}
