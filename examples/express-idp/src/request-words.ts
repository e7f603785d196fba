import type { TapEvent } from 'temporary-access-pass'
import type {
  ProverName,
  RequestHistoryEntry,
  RequestRefusalReason,
  RequestState,
  RequestTransition,
  TransitionActor,
} from 'temporary-access-pass/requests'
import type { Label } from './words.js'

const states: Readonly<Record<RequestState, Label>> = {
  submitted: { text: 'Just asked', tone: 'quiet' },
  proving: { text: 'Proving who they are', tone: 'quiet' },
  awaitingReview: { text: 'Waits for a reviewer', tone: 'waiting' },
  inCall: { text: 'In a call', tone: 'waiting' },
  approved: { text: 'Approved, not collected', tone: 'good' },
  collected: { text: 'Collected', tone: 'good' },
  denied: { text: 'Denied', tone: 'bad' },
  expired: { text: 'Ran out of time', tone: 'quiet' },
  cancelled: { text: 'Cancelled', tone: 'quiet' },
}

/** A request in two words. */
export function labelOfState(state: RequestState): Label {
  return states[state]
}

/** In the order of a request’s life. */
export const allStates = Object.keys(states) as readonly RequestState[]

/** Until when what, for the state it is in. */
export const dueWords: Readonly<Partial<Record<RequestState, string>>> = {
  submitted: 'To prove who they are',
  proving: 'To prove who they are',
  awaitingReview: 'To be called',
  inCall: 'To be decided',
  approved: 'To be collected',
}

export const proverWords: Readonly<Record<ProverName, string>> = {
  liveness: 'Face',
  document: 'Identity document',
  verifiedCredential: 'Verified credential',
  helpDeskCall: 'Call to the help desk',
}

/** One move of a request in one sentence. */
export function moveInWords({ transition, state, by }: RequestHistoryEntry, name: (id: string) => string): string {
  const who = moverInWords(by, name)
  if (transition === 'approve' && by.kind === 'system') return 'Approved without a reviewer.'
  if (transition === 'approve')
    return state === 'approved' ? `${who} approved it.` : `${who} approved it: one more is needed.`
  if (transition === 'prove' && state === 'awaitingReview')
    return `${who} has proved who they are, and waits for a reviewer.`
  return `${who} ${moves[transition]}.`
}

const moves: Readonly<Record<RequestTransition, string>> = {
  submit: 'asked for a pass',
  open: 'asked for a pass for somebody else',
  prove: 'showed a proof',
  edit: 'changed where they can be reached: earlier approvals are void',
  startCall: 'called',
  endCall: 'ended the call, because nobody decided',
  approve: 'approved it',
  deny: 'denied it',
  collect: 'collected the pass',
  cancel: 'cancelled it',
  expire: 'ended it',
}

function moverInWords({ kind, id }: TransitionActor, name: (id: string) => string): string {
  return kind === 'system' ? 'The clock' : name(id)
}

type RequestEvent = Extract<TapEvent, { type: `request.${string}` }>

/** One event about a request in one sentence, for the activity. */
export function requestInWords(event: RequestEvent, name: (id: string | undefined) => string): string {
  const actor = event.actor?.kind === 'user' ? name(event.actor.id) : name(event.userId)
  const whose = event.userId === undefined ? 'a request' : `the request of ${name(event.userId)}`
  switch (event.type) {
    case 'request.read':
      return `${actor} looked at ${event.userId === undefined ? 'requests' : whose}.`
    case 'request.refused':
      return `${sentence(whose)} was not changed: ${refusals[event.details.reason]}.`
    case 'request.changed':
      return changeInWords(event, actor, whose)
  }
}

function changeInWords(
  { details }: Extract<TapEvent, { type: 'request.changed' }>,
  actor: string,
  whose: string,
): string {
  const { transition, to, prover, isAccepted, decoy, reusedProofOf, justification, ticket } = details
  const why = justification === undefined ? '' : ` “${justification}”.`
  const under = ticket === undefined ? '' : ` Ticket ${ticket}.`
  if (decoy !== undefined) return `Somebody who may have no pass asked for one, or went on: ${decoys[decoy]}.`
  if (reusedProofOf !== undefined)
    return `${sentence(whose)} is approved without a reviewer: an earlier proof is valid.`
  if (prover !== undefined) {
    const outcome = isAccepted ? 'was accepted' : 'was not accepted'
    return `${proverWords[prover]} for ${whose} ${outcome}: ${states[to].text.toLowerCase()}.`
  }
  if (transition === 'submit') return `${actor} asked for a pass without signing in.`
  if (transition === 'startCall') return `${actor} called about ${whose}.`
  if (transition === 'collect') return `The pass for ${whose} was collected.`
  return `${actor}: ${whose} is now ${states[to].text.toLowerCase()}.${why}${under}`
}

const decoys: Readonly<
  Record<NonNullable<Extract<TapEvent, { type: 'request.changed' }>['details']['decoy']>, string>
> = {
  unknownUser: 'nobody has that name',
  wrongEmployeeId: 'the employee id was wrong',
  userDisabled: 'the account is disabled',
  externalGuest: 'external guests get their pass at home',
  outOfScope: 'the policy does not include this person',
  disabled: 'passes are switched off',
}

const refusals: Readonly<Record<RequestRefusalReason, string>> = {
  malformed: 'what was typed cannot be right',
  unknownRequest: 'there is no such request',
  wrongClient: 'it was made in another browser',
  wrongState: 'it is somewhere else by now',
  locked: 'too many proofs have failed',
  alreadyProved: 'that is proved already',
  notCompared: 'another proof was accepted at the same time',
  notInCall: 'somebody else is in the call',
  callTooShort: 'the call was too short',
  alreadyApproved: 'they have approved it already',
  approvalMissing: 'a second person has to approve it',
  tooManyTransitions: 'it has been changed too often',
  unreadable: 'what is stored was changed from outside',
  notAllowed: 'no pass may be issued now',
  rateLimited: 'too many passes were issued in the last hour',
}

/** Why a reviewer’s move was refused, and what helps. */
export const reviewRefusals: Readonly<Partial<Record<RequestRefusalReason, string>>> = {
  notInCall: 'You are not in the call: start it, or leave it to whoever is.',
  callTooShort: 'Stay on the call for 15 seconds at least: look, ask, then decide.',
  alreadyApproved: 'You have approved it already: somebody else decides now.',
  wrongState: 'The request has moved on meanwhile: look at it again below.',
  tooManyTransitions: 'This request has been changed too often: deny it, and let them ask again.',
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}
