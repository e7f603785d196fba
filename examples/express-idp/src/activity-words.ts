import type { TapErrorCode, TapEvent, Verb } from 'temporary-access-pass'
import { momentInWords } from './words.js'

/** One event in one sentence. `name` tells who an id is. */
export function eventInWords(event: TapEvent, name: (id: string | undefined) => string): string {
  const actor = event.actor?.kind === 'user' ? name(event.actor.id) : 'This application'
  const person = name(event.userId)
  switch (event.type) {
    case 'pass.created': {
      const { isUsableOnce, startDateTime, endDateTime, replacedPassId } = event.details
      const use = isUsableOnce ? 'usable once' : 'usable several times'
      const replaced = replacedPassId === undefined ? '' : ' It replaced the one before.'
      return `${actor} issued a pass to ${person}, ${use}, from ${momentInWords(startDateTime)} to ${momentInWords(endDateTime)}.${replaced}`
    }
    case 'pass.deleted':
      return `${actor} deleted the pass of ${person}.`
    case 'pass.read':
      return event.userId === undefined ? `${actor} listed the passes.` : `${actor} looked at the pass of ${person}.`
    case 'signIn.succeeded':
      return `${person} signed in with a pass.`
    case 'signIn.refused':
      return `A sign-in as ${person} was refused: ${refusals[event.details.reason]}.${consequence(event)}`
    case 'user.unlocked':
      return `${actor} unlocked ${person}: “${event.details.justification}”.`
    case 'user.forgotten':
      return `${actor} erased what was stored for ${person}.`
    case 'policy.read':
      return `${actor} looked at the policy.`
    case 'policy.updated':
      return `${actor} changed the policy.`
    case 'call.failed':
      return failureInWords(event, actor)
  }
}

/** For the icon beside the sentence. */
export function toneOf({ type }: TapEvent): 'good' | 'bad' | 'quiet' {
  if (type === 'signIn.refused' || type === 'call.failed') return 'bad'
  return type === 'pass.read' || type === 'policy.read' ? 'quiet' : 'good'
}

function failureInWords({ details }: Extract<TapEvent, { type: 'call.failed' }>, actor: string): string {
  if (details.verb === 'signIn') return `A sign-in came to nothing: ${failures[details.code]}.`
  return `${actor} could not ${attempts[details.verb]}: ${failures[details.code]}.`
}

const attempts: Readonly<Record<Verb, string>> = {
  'policy.get': 'look at the policy',
  'policy.update': 'change the policy',
  'policy.reset': 'reset the policy',
  'passes.create': 'issue a pass',
  'passes.get': 'look at a pass',
  'passes.list': 'list the passes',
  'passes.delete': 'delete a pass',
  explain: 'look at a pass',
  unlock: 'unlock somebody',
  'users.forget': 'erase what is stored for somebody',
}

const failures: Readonly<Record<TapErrorCode, string>> = {
  TAP_INVALID_INPUT: 'what was typed is out of bounds',
  TAP_POLICY_VIOLATION: 'the policy does not allow it',
  TAP_NOT_AUTHORIZED: 'the role does not allow it',
  TAP_USER_NOT_FOUND: 'nobody has that name',
  TAP_PASS_NOT_FOUND: 'there was no pass',
  TAP_BUSY: 'too much was going on',
  TAP_CONFLICT: 'somebody else was faster',
  TAP_TAMPERED: 'what is stored was changed from outside',
  TAP_PORT_FAILED: 'something failed on our side',
}

type Refused = Extract<TapEvent, { type: 'signIn.refused' }>

const refusals: Readonly<Record<Refused['details']['reason'], string>> = {
  unknownUser: 'nobody has that name',
  noPass: 'there is no pass',
  wrongCode: 'the code was wrong',
  malformedCode: 'what was typed is no code',
  tampered: 'the stored pass was changed from outside',
  keyMissing: 'the key of the stored pass is missing',
  externalGuest: 'external guests get their pass at home',
  outOfScope: 'the policy does not include this person',
  notYetValid: 'the pass has not started',
  lockedOut: 'too many wrong codes, and the wait is not over',
  disabledByPolicy: 'the policy does not allow the pass',
  userDisabled: 'the account is disabled',
  oneTimeUsed: 'the pass was used before',
  expired: 'the pass has expired',
  revoked: 'the pass is revoked',
}

function consequence({ details }: Refused): string {
  if (details.revokedPassId !== undefined) return ' That was one too many: the pass is revoked.'
  if (details.lockedOutUntil !== undefined) return ` Passes wait until ${momentInWords(details.lockedOutUntil)}.`
  return ''
}
