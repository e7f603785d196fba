import type { TapEvent } from 'temporary-access-pass'
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
      return `${event.details.verb === 'signIn' ? 'A sign-in' : `“${event.details.verb}” by ${actor}`} failed: ${event.details.code}.`
  }
}

/** For the icon beside the sentence. */
export function toneOf({ type }: TapEvent): 'good' | 'bad' | 'quiet' {
  if (type === 'signIn.refused' || type === 'call.failed') return 'bad'
  return type === 'pass.read' || type === 'policy.read' ? 'quiet' : 'good'
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
