import type { Call, Operation } from './history.js'

/** The pass and the counts of one user, while the clock stands still. */
export interface State {
  readonly pass: PassState | undefined
  /** Wrong codes in a row since the last success. A new pass does not reset them. */
  readonly wrongInARow: number
  readonly isLockedOut: boolean
}

interface PassState {
  readonly id: string
  readonly isUsableOnce: boolean
  readonly wrong: number
  readonly end: 'oneTimeUsed' | 'revoked' | undefined
}

/** The role of a position in the order. */
export type Role =
  /** A delete whose pass another call removed meanwhile: it returns the pass that it had found. */
  'forestalled'

export const limits = { lockout: 3, revocation: 5 } as const

export const initialState: State = { pass: undefined, wrongInARow: 0, isLockedOut: false }

/** Returns the state after the operation, or `undefined` when the operation cannot return its result in this state. */
export function step(state: State, operation: Operation, role?: Role): State | undefined {
  const { call } = operation
  if (call.kind === 'create') return afterCreate(state, operation, call)
  if (call.kind === 'delete') return afterDelete(state, operation, role)
  if (call.kind === 'signIn') return afterSignIn(state, operation, call)
  if (call.kind === 'users.unlock') return { ...state, wrongInARow: 0, isLockedOut: false }
  return isSeen(state, operation) ? state : undefined
}

export function textOf({ pass, wrongInARow, isLockedOut }: State): string {
  return `${pass ? Object.values(pass).map(String).join(' ') : 'no pass'}, ${wrongInARow} wrong${isLockedOut ? ', waiting' : ''}`
}

/** A new pass ends the lockout and replaces the old pass. */
function afterCreate(
  state: State,
  { passId }: Operation,
  { isUsableOnce }: Extract<Call, { kind: 'create' }>,
): State | undefined {
  if (passId === undefined) return undefined
  return {
    ...state,
    pass: { id: passId, isUsableOnce, wrong: 0, end: undefined },
    isLockedOut: false,
  }
}

function afterDelete(state: State, { answer }: Operation, role: Role | undefined): State | undefined {
  if (answer?.kind === 'notFound') return state.pass ? undefined : state
  if (!state.pass) return role === 'forestalled' ? state : undefined
  const isOther = answer?.kind === 'deleted' && answer.passId !== state.pass.id
  return isOther ? undefined : { ...state, pass: undefined }
}

function afterSignIn(
  state: State,
  { answer }: Operation,
  { codeOf }: Extract<Call, { kind: 'signIn' }>,
): State | undefined {
  const { outcome, next } = signIn(state, codeOf)
  if (!answer) return next
  const returned = answer.kind === 'signedIn' ? answer.passId : answer.kind === 'refused' && answer.reason
  return returned === outcome ? next : undefined
}

/** Returns the id of the pass that signed in, or the refusal reason. */
function signIn(state: State, codeOf: string): { readonly outcome: string; readonly next: State } {
  const { pass, isLockedOut } = state
  if (!pass) return { outcome: 'noPass', next: state }
  if (pass.end) return { outcome: pass.end, next: state }
  if (isLockedOut) return { outcome: 'lockedOut', next: state }
  if (codeOf === pass.id) {
    const end = pass.isUsableOnce ? 'oneTimeUsed' : undefined
    return { outcome: pass.id, next: { pass: { ...pass, end }, wrongInARow: 0, isLockedOut: false } }
  }
  const wrong = pass.wrong + 1
  const wrongInARow = state.wrongInARow + 1
  const end = wrong >= limits.revocation ? 'revoked' : undefined
  const next = { pass: { ...pass, wrong, end }, wrongInARow, isLockedOut: wrongInARow % limits.lockout === 0 } as const
  return { outcome: 'wrongCode', next }
}

function isSeen(state: State, { answer }: Operation): boolean {
  if (answer?.kind !== 'seen' && answer?.kind !== 'explained') return false
  const isSame = answer.passId === state.pass?.id && answer.usability === usabilityOf(state)
  return isSame && (answer.kind === 'seen' || answer.wrongCodes === state.wrongInARow)
}

function usabilityOf({ pass, isLockedOut }: State): string {
  if (!pass) return 'noPass'
  return pass.end ?? (isLockedOut ? 'lockedOut' : 'usable')
}
