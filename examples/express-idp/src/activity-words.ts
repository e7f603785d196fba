import type { CallName, Permission, Registration, Surface, TapErrorCode, TapEvent } from 'temporary-access-pass'
import { requestInWords } from './request-words.js'
import { surfaceWords } from './surface-words.js'
import { momentInWords } from './words.js'

/** One event in one sentence. `name` tells who an id is. */
export function eventInWords(event: TapEvent, name: (id: string | undefined) => string): string {
  const actor = actorInWords(event, name)
  const person = name(event.userId)
  switch (event.type) {
    case 'pass.created': {
      const { isUsableOnce, startDateTime, endDateTime, replacedPassId, deliveredTo } = event.details
      const use = isUsableOnce ? 'usable once' : 'usable several times'
      const replaced = replacedPassId === undefined ? '' : ' It replaced the one before.'
      const sent = deliveredTo === undefined ? '' : ', with the code sent to them'
      return `${actor} issued a pass to ${person}, ${use}, from ${momentInWords(startDateTime)} to ${momentInWords(endDateTime)}${sent}.${replaced}${whyIssued(event)}`
    }
    case 'pass.deleted':
      return event.details.isRepudiated
        ? `${person} said that it was not them: the pass is deleted${withIt(event)}.`
        : `${actor} deleted the pass of ${person}${withIt(event)}.`
    case 'pass.read':
      return event.userId === undefined ? `${actor} listed the passes.` : `${actor} looked at the pass of ${person}.`
    case 'signIn.succeeded':
      return `${person} signed in with a pass${placeOf(event)}.${event.details.isSuperseding ? ' They had before, and set up nothing.' : ''}`
    case 'signIn.refused':
      return `A sign-in as ${person}${placeOf(event)} was refused: ${refusals[event.details.reason]}.${consequence(event)}`
    case 'pass.offered':
      return `It was asked whether ${person} has a pass.`
    case 'grant.verified':
      return `What ${person} got for their pass was good for: ${event.details.purpose}.`
    case 'grant.refused':
      return `What ${person} got for their pass was not good for ${event.details.purpose}: ${event.details.reason}.`
    case 'registration.completed':
      return `${person} set up a passkey after signing in with a pass: ${labelOf(event.details.registration)}.`
    case 'repudiation.refused':
      return `A link “this was not me” was no good: ${event.details.reason}.`
    case 'user.unlocked':
      return `${actor} unlocked ${person}: “${event.details.justification}”.`
    case 'user.forgotten':
      return `${actor} erased what was stored for ${person}.`
    case 'policy.read':
      return `${actor} looked at the policy.`
    case 'policy.updated':
      return `${actor} changed the policy.`
    case 'request.changed':
    case 'request.refused':
    case 'request.read':
      return requestInWords(event, name)
    case 'call.failed':
      return failureInWords(event, actor)
  }
}

function actorInWords({ actor }: TapEvent, name: (id: string | undefined) => string): string {
  if (actor?.kind === 'user') return name(actor.id)
  return actor?.kind === 'app' ? `The script “${actor.id}”` : 'This application'
}

/** For the icon beside the sentence. */
export function toneOf({ type }: TapEvent): 'good' | 'bad' | 'quiet' {
  if (type.endsWith('.refused') || type === 'call.failed') return 'bad'
  return ['pass.read', 'policy.read', 'pass.offered', 'grant.verified'].includes(type) ? 'quiet' : 'good'
}

function failureInWords({ details }: Extract<TapEvent, { type: 'call.failed' }>, actor: string): string {
  const attempt = attempts[details.call]
  if (attempt === undefined) return `Something asked for by a visitor came to nothing: ${failures[details.code]}.`
  return `${actor} could not ${attempt}: ${failures[details.code]}.`
}

const attempts: Readonly<Partial<Record<Permission | CallName, string>> & Record<Permission, string>> = {
  'policy.get': 'look at the policy',
  'policy.update': 'change the policy',
  'policy.reset': 'reset the policy',
  'passes.create': 'issue a pass',
  'passes.get': 'look at a pass',
  'passes.list': 'list the passes',
  'passes.delete': 'delete a pass',
  'registrations.list': 'look at what came through a pass',
  'users.explain': 'look at a pass',
  'users.unlock': 'unlock somebody',
  'users.forget': 'erase what is stored for somebody',
  'requests.open': 'open a request',
  'requests.review': 'review a request',
  'requests.list': 'look at requests',
}

const failures: Readonly<Record<TapErrorCode, string>> = {
  TAP_INVALID_INPUT: 'what was typed is out of bounds',
  TAP_POLICY_VIOLATION: 'the policy does not allow it',
  TAP_NOT_AUTHORIZED: 'the role does not allow it',
  TAP_USER_NOT_FOUND: 'nobody has that name',
  TAP_PASS_NOT_FOUND: 'there was no pass',
  TAP_BUSY: 'too much was going on',
  TAP_STEP_UP_REQUIRED: 'the policy wants them to sign in again first',
  TAP_RATE_LIMITED: 'too many passes were issued in the last hour',
  TAP_APPROVAL_REQUIRED: 'a second person has to approve it',
  TAP_REQUEST_NOT_FOUND: 'there was no such request',
  TAP_INVALID_TRANSITION: 'the request was somewhere else by then',
  TAP_CONFLICT: 'somebody else was faster',
  TAP_UNREADABLE_DOCUMENT: 'what is stored was changed from outside',
  TAP_PORT_FAILED: 'something failed on our side',
}

type Refused = Extract<TapEvent, { type: 'signIn.refused' }>

/** The true cause: for the activity and those who may ask, never for the door. */
export const refusals: Readonly<Record<Refused['details']['reason'], string>> = {
  unknownUser: 'nobody has that name',
  noPass: 'there is no pass',
  wrongCode: 'the code was wrong',
  malformedCode: 'what was typed is no code',
  tampered: 'the stored pass was changed from outside',
  keyMissing: 'the key of the stored pass is missing',
  externalGuest: 'external guests get their pass at home',
  outOfScope: 'the policy does not include this person',
  surfaceNotAllowed: 'a pass is not taken there, or not without another method first',
  inRegistration: 'somebody signed in with the pass and may still set up a passkey',
  notYetValid: 'the pass has not started',
  lockedOut: 'too many wrong codes, and the wait is not over',
  disabledByPolicy: 'the policy does not allow the pass',
  userDisabled: 'the account is disabled',
  oneTimeUsed: 'the pass was used before',
  expired: 'the pass has expired',
  revoked: 'the pass is revoked',
}

function placeOf({ details }: { readonly details: { readonly surface: Surface } }): string {
  return details.surface === 'browser' ? '' : ` (${surfaceWords[details.surface].label.toLowerCase()})`
}

function whyIssued({ details }: Extract<TapEvent, { type: 'pass.created' }>): string {
  const { justification, ticket } = details
  return `${justification === undefined ? '' : ` “${justification}”.`}${ticket === undefined ? '' : ` Ticket ${ticket}.`}`
}

function withIt({ details }: Extract<TapEvent, { type: 'pass.deleted' }>): string {
  const { registrations } = details
  return registrations.length === 0 ? '' : `, and with it ${registrations.map(labelOf).join(', ')}`
}

function labelOf({ credential }: Registration): string {
  return credential.label ?? credential.type
}

function consequence({ details }: Refused): string {
  if (details.revokedPassId !== undefined) return ' That was one too many: the pass is revoked.'
  if (details.lockedOutUntil !== undefined) return ` Passes wait until ${momentInWords(details.lockedOutUntil)}.`
  return ''
}
