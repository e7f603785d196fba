import type { CallName, Permission, Registration, Surface, TapErrorCode, TapEvent } from 'temporary-access-pass'
import { requestInWords } from './request-words.js'
import { surfaceWords } from './surface-words.js'
import { momentInWords } from './words.js'

/** Describes an event in one sentence. `name` returns the display name for an id. */
export function eventInWords(event: TapEvent, name: (id: string | undefined) => string): string {
  const actor = actorInWords(event, name)
  const user = name(event.userId)
  switch (event.type) {
    case 'pass.created': {
      const { isUsableOnce, startDateTime, endDateTime, replacedPassId, deliveredTo, isUserDisabled } = event.details
      const use = isUsableOnce ? 'usable once' : 'usable several times'
      const replaced = replacedPassId === undefined ? '' : ' It replaced the earlier pass.'
      const disabled = isUserDisabled === true ? ' The account was disabled.' : ''
      const sent = deliveredTo === undefined ? '' : ', and the code was sent to them'
      return `${actor} issued a pass to ${user}, ${use}, from ${momentInWords(startDateTime)} to ${momentInWords(endDateTime)}${sent}.${replaced}${disabled}${reasonInWords(event)}`
    }
    case 'pass.deleted':
      return event.details.isRepudiated
        ? `${user} reported “this was not me”: the pass was deleted${removedCredentials(event)}.`
        : `${actor} deleted the pass of ${user}${removedCredentials(event)}.`
    case 'pass.read':
      return event.userId === undefined ? `${actor} listed the passes.` : `${actor} viewed the pass of ${user}.`
    case 'signIn.succeeded':
      return `${user} signed in with a pass${surfaceInWords(event)}.${event.details.isSuperseding ? ' It replaced an earlier sign-in that set up no passkey.' : ''}`
    case 'signIn.refused':
      return `A sign-in as ${user}${surfaceInWords(event)} was refused: ${refusals[event.details.reason]}.${consequenceInWords(event)}`
    case 'pass.offered':
      return `${actor} checked whether ${user} has a pass.`
    case 'grant.verified':
      return `The grant of ${user} was accepted for ${event.details.purpose}.`
    case 'grant.refused':
      return `The grant of ${user} was refused for ${event.details.purpose}: ${event.details.reason}.`
    case 'registration.completed':
      return `${user} set up a passkey after signing in with a pass: ${labelOf(event.details.registration)}.`
    case 'registration.removed':
      return `${actor} removed a passkey of ${user} from the record.`
    case 'document.rolledBack':
      return `The database shows an older “${event.details.kind}” document than before.`
    case 'restore.accepted':
      return `${actor} accepted the restored database.`
    case 'repudiation.refused':
      return `A “this was not me” link was refused: ${event.details.reason}.`
    case 'user.unlocked':
      return `${actor} unlocked ${user}: “${event.details.justification}”.`
    case 'user.forgotten':
      return `${actor} erased the stored data of ${user}.`
    case 'policy.read':
      return `${actor} viewed the policy.`
    case 'policy.updated':
      return `${actor} changed the policy.`
    case 'request.changed':
    case 'request.refused':
    case 'request.read':
      return requestInWords(event, name)
    case 'directory.addressSkipped':
      return `An address of ${user} was skipped, because no message can be sent to it.`
    case 'directory.fieldIgnored':
      return `The directory has a wrong ${event.details.field} for ${user}, which was ignored.`
    case 'call.failed':
      return failureInWords(event, actor)
  }
}

function actorInWords({ actor }: TapEvent, name: (id: string | undefined) => string): string {
  if (actor?.kind === 'user') return name(actor.id)
  return actor?.kind === 'app' ? `The script “${actor.id}”` : 'This application'
}

/** Returns the colour of the icon beside the sentence. */
export function toneOf({ type }: TapEvent): 'good' | 'bad' | 'quiet' {
  if (type.endsWith('.refused') || type === 'call.failed' || type.startsWith('directory.')) return 'bad'
  return ['pass.read', 'policy.read', 'pass.offered', 'grant.verified'].includes(type) ? 'quiet' : 'good'
}

function failureInWords({ details }: Extract<TapEvent, { type: 'call.failed' }>, actor: string): string {
  const attempt = attempts[details.call]
  if (attempt === undefined) return `A call made for a visitor failed: ${failures[details.code]}.`
  return `${actor} could not ${attempt}: ${refusedActors[details.reason ?? ''] ?? failures[details.code]}.`
}

const attempts: Readonly<Partial<Record<Permission | CallName, string>> & Record<Permission, string>> = {
  'policy.get': 'view the policy',
  'policy.update': 'change the policy',
  'policy.reset': 'reset the policy',
  'passes.create': 'issue a pass',
  'passes.get': 'view a pass',
  'passes.list': 'list the passes',
  'passes.delete': 'delete a pass',
  'registrations.list': 'view the credentials registered with a pass',
  'registrations.remove': 'remove a credential from the record',
  'users.explain': 'view a pass',
  'users.unlock': 'unlock a person',
  'users.forget': 'erase the stored data of a person',
  'maintenance.acceptRestore': 'accept a restored database',
  'requests.open': 'open a request',
  'requests.review': 'review a request',
  'requests.list': 'view requests',
}

const failures: Readonly<Record<TapErrorCode, string>> = {
  TAP_INVALID_INPUT: 'the input was not valid',
  TAP_POLICY_VIOLATION: 'the policy does not allow it',
  TAP_NOT_AUTHORIZED: 'the role does not allow it',
  TAP_USER_NOT_FOUND: 'no one has that name',
  TAP_PASS_NOT_FOUND: 'there was no pass',
  TAP_BUSY: 'the server was busy',
  TAP_STEP_UP_REQUIRED: 'the policy requires them to sign in again first',
  TAP_RATE_LIMITED: 'too many passes were issued in the last hour',
  TAP_APPROVAL_REQUIRED: 'the policy requires a second person',
  TAP_REQUEST_NOT_FOUND: 'the request does not exist',
  TAP_INVALID_TRANSITION: 'the state of the request did not allow it',
  TAP_CONFLICT: 'another person changed it at the same moment',
  TAP_UNREADABLE_DOCUMENT: 'the stored data cannot be read',
  TAP_PORT_FAILED: 'something failed on our side',
}

/** Why the actor was refused. Other reasons have no entry. */
const refusedActors: Readonly<Record<string, string>> = {
  actorUnknown: 'the directory does not know them',
  actorDisabled: 'their account is disabled',
  userRequired: 'a program may not do that',
  self: 'no one may do that for themselves',
  scope: 'their role does not reach that person',
  authorizer: 'the rules of this site do not allow it',
  authorizerFailed: 'their permission could not be checked',
}

type Refused = Extract<TapEvent, { type: 'signIn.refused' }>

/** The true cause of a refusal. For the activity and the device simulator only: a sign-in page must not show it. */
export const refusals: Readonly<Record<Refused['details']['reason'], string>> = {
  unknownUser: 'no one has that name',
  noPass: 'there is no pass',
  wrongCode: 'the code was wrong',
  malformedCode: 'the text is not a code',
  tampered: 'the stored pass was changed from outside',
  keyMissing: 'the key of the stored pass is missing',
  wrongKey: 'the key of the stored pass has another secret here',
  otherFormat: 'another version of this program wrote the stored pass',
  rolledBack: 'the stored pass is older than one seen before',
  externalGuest: 'external guests get their pass from their own organisation',
  outOfScope: 'the policy does not include this person',
  surfaceNotAllowed: 'a pass is not accepted there, or only after another method',
  inRegistration: 'the pass is in use by a sign-in that can still set up a passkey',
  notYetValid: 'the pass has not started',
  lockedOut: 'too many wrong codes were typed, and the lockout is not over',
  disabledByPolicy: 'the policy does not allow the pass',
  userDisabled: 'the account is disabled',
  oneTimeUsed: 'the pass was used before',
  expired: 'the pass has expired',
  revoked: 'the pass is revoked',
}

function surfaceInWords({ details }: { readonly details: { readonly surface: Surface } }): string {
  return details.surface === 'browser' ? '' : ` (${surfaceWords[details.surface].label.toLowerCase()})`
}

function reasonInWords({ details }: Extract<TapEvent, { type: 'pass.created' }>): string {
  const { justification, ticket } = details
  return `${justification === undefined ? '' : ` “${justification}”.`}${ticket === undefined ? '' : ` Ticket ${ticket}.`}`
}

function removedCredentials({ details }: Extract<TapEvent, { type: 'pass.deleted' }>): string {
  const { registrations } = details
  return registrations.length === 0 ? '' : `, together with ${registrations.map(labelOf).join(', ')}`
}

function labelOf({ credential }: Registration): string {
  return credential.label ?? credential.type
}

function consequenceInWords({ details }: Refused): string {
  if (details.revokedPassId !== undefined) return ' That was the last attempt allowed: the pass is revoked.'
  if (details.lockedOutUntil !== undefined)
    return ` Sign-in by pass is locked until ${momentInWords(details.lockedOutUntil)}.`
  return ''
}
