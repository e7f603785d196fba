import type { TapEvent } from 'temporary-access-pass'
import type {
  ProverName,
  RequestHistoryEntry,
  RequestRefusalReason,
  RequestState,
  RequestTransition,
  TransitionActor,
} from 'temporary-access-pass/requests'
import type { Label } from './label.js'

const states: Readonly<Record<RequestState, Label>> = {
  submitted: { text: 'Submitted', tone: 'quiet' },
  proving: { text: 'In identity check', tone: 'quiet' },
  awaitingReview: { text: 'Waiting for a reviewer', tone: 'waiting' },
  inCall: { text: 'In a call', tone: 'waiting' },
  approved: { text: 'Approved, not collected', tone: 'good' },
  collected: { text: 'Collected', tone: 'good' },
  denied: { text: 'Denied', tone: 'bad' },
  expired: { text: 'Expired', tone: 'quiet' },
  cancelled: { text: 'Cancelled', tone: 'quiet' },
}

/** Returns the state of a request as a label. */
export function labelOfState(state: RequestState): Label {
  return states[state]
}

/** The states in the order in which a request reaches them. */
export const allStates = Object.keys(states) as readonly RequestState[]

/** What the deadline of each state is for. */
export const dueWords: Readonly<Partial<Record<RequestState, string>>> = {
  submitted: 'Identity check due',
  proving: 'Identity check due',
  awaitingReview: 'Call due',
  inCall: 'Decision due',
  approved: 'Collection due',
}

export const proverWords: Readonly<Record<ProverName, string>> = {
  liveness: 'Face',
  document: 'Identity document',
  verifiedCredential: 'Verified credential',
  helpDeskCall: 'Call to the help desk',
}

/** Describes one transition of a request in one sentence. */
export function transitionInWords(
  { transition, state, by }: RequestHistoryEntry,
  name: (id: string) => string,
): string {
  const who = transitionActorInWords(by, name)
  if (transition === 'approve' && by.kind === 'system') return 'Approved without a reviewer.'
  if (transition === 'approve')
    return state === 'approved'
      ? `${who} approved the request.`
      : `${who} approved the request: one more approval is needed.`
  if (transition === 'prove' && state === 'awaitingReview')
    return `${who} passed the identity check and is waiting for a reviewer.`
  return `${who} ${transitions[transition]}.`
}

const transitions: Readonly<Record<RequestTransition, string>> = {
  submit: 'asked for a pass',
  open: 'opened a request for another person',
  prove: 'did an identity check',
  edit: 'changed the contact: earlier approvals no longer count',
  startCall: 'started a call',
  endCall: 'ended the call because no decision was made',
  approve: 'approved the request',
  deny: 'denied the request',
  collect: 'collected the pass',
  cancel: 'cancelled the request',
  expire: 'closed the request because its deadline passed',
}

function transitionActorInWords({ kind, id }: TransitionActor, name: (id: string) => string): string {
  return kind === 'system' ? 'The system' : name(id)
}

type RequestEvent = Extract<TapEvent, { type: `request.${string}` }>

/** Describes one event about a request in one sentence, for the activity. */
export function requestInWords(event: RequestEvent, name: (id: string | undefined) => string): string {
  const actor = event.actor?.kind === 'user' ? name(event.actor.id) : name(event.userId)
  const whose = event.userId === undefined ? 'a request' : `the request of ${name(event.userId)}`
  switch (event.type) {
    case 'request.read':
      return `${actor} viewed ${event.userId === undefined ? 'requests' : whose}.`
    case 'request.refused':
      return `${capitalized(whose)} was not changed: ${refusals[event.details.reason]}.`
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
  if (decoy !== undefined) return `A requester who cannot get a pass used the request pages: ${decoys[decoy]}.`
  if (reusedProofOf !== undefined)
    return `${capitalized(whose)} is approved without a reviewer: an earlier identity check is still valid.`
  if (prover !== undefined) {
    const outcome = isAccepted ? 'was accepted' : 'was refused'
    return `${proverWords[prover]} for ${whose} ${outcome}: ${states[to].text.toLowerCase()}.`
  }
  if (transition === 'submit') return `${actor} asked for a pass without signing in.`
  if (transition === 'startCall') return `${actor} started a call for ${whose}.`
  if (transition === 'collect') return `The pass for ${whose} was collected.`
  return `${actor}: ${whose} is now ${states[to].text.toLowerCase()}.${why}${under}`
}

const decoys: Readonly<
  Record<NonNullable<Extract<TapEvent, { type: 'request.changed' }>['details']['decoy']>, string>
> = {
  unknownUser: 'no one has that name',
  wrongEmployeeId: 'the employee id was wrong',
  userDisabled: 'the account is disabled',
  externalGuest: 'external guests get their pass from their own organisation',
  outOfScope: 'the policy does not include this person',
  disabled: 'passes are switched off',
}

const refusals: Readonly<Record<RequestRefusalReason, string>> = {
  malformed: 'the input was not valid',
  unknownRequest: 'it does not exist',
  wrongClient: 'it was made in another browser',
  wrongState: 'its state has changed',
  locked: 'too many identity checks failed',
  alreadyProved: 'this identity check is already done',
  notCompared: 'another identity check was accepted at the same time',
  notInCall: 'another reviewer is in the call',
  callTooShort: 'the call was too short',
  alreadyApproved: 'this reviewer has already approved it',
  approvalMissing: 'a second reviewer has to approve it',
  tooManyTransitions: 'it has been changed too often',
  unreadable: 'the stored data was changed from outside',
  notAllowed: 'no pass can be issued now',
  rateLimited: 'too many passes were issued in the last hour',
}

/** Why a reviewer’s action was refused, and what to do next. */
export const reviewRefusals: Readonly<Partial<Record<RequestRefusalReason, string>>> = {
  notInCall: 'You are not in the call: start it, or leave it to the reviewer who is.',
  callTooShort: 'Stay on the call for at least 15 seconds: look, ask, then decide.',
  alreadyApproved: 'You have already approved it: another reviewer decides now.',
  wrongState: 'The request has changed in the meantime: check its state below.',
  tooManyTransitions: 'This request has been changed too often: deny it, and let them ask again.',
}

function capitalized(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}
