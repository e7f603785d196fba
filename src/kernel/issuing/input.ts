import type { Actor } from '../../core/access/actor.js'
import { deliveryChannels } from '../../core/directory/words.js'
import { cleanText } from '../../core/event/clean-text.js'
import { inputIssue } from '../../core/input/create-issue.js'
import { maxJustificationLength, maxTicketLength } from '../../core/input/limits.js'
import type { NewPass } from '../../core/pass/create.js'
import { policyBounds } from '../../core/policy/bounds.js'
import { InvalidInputError } from '../../errors.js'
import type { DeliveryChannel } from '../../ports/directory.js'
import type { InputField } from '../input-fields.js'
import { date, flag, id, oneOf, optional, text, wholeNumber } from '../input-fields.js'
import { inputParser } from '../input-parser.js'

const { minimumLifetimeInMinutes, maximumLifetimeInMinutes } = policyBounds

interface PassFields {
  readonly startDateTime: InputField<Date | undefined>
  readonly lifetimeInMinutes: InputField<number | undefined>
  readonly isUsableOnce: InputField<boolean | undefined>
  readonly justification: InputField<string | undefined>
  readonly ticket: InputField<string | undefined>
  readonly deliverTo: InputField<DeliveryChannel | undefined>
}

/** The fields that describe a pass, in a call and in a row of a list. */
export const passFields: PassFields = {
  startDateTime: optional(date),
  // The limits of every policy. The limits of this policy are checked once it is loaded.
  lifetimeInMinutes: optional(wholeNumber(minimumLifetimeInMinutes.minimum, maximumLifetimeInMinutes.maximum)),
  isUsableOnce: optional(flag),
  justification: optional(text(1, maxJustificationLength)),
  ticket: optional(text(1, maxTicketLength)),
  deliverTo: optional(oneOf(deliveryChannels)),
}

const createPass = inputParser({ user: id, ...passFields })
const passInput = inputParser({ user: id, passId: optional(id) })
const deletePass = inputParser({ user: id, passId: optional(id), cascade: optional(flag) })

/** @throws {@link InvalidInputError} */
export function parseCreatePass(
  input: unknown,
  { hasDeliverer }: { readonly hasDeliverer: boolean },
): { readonly actor: Actor; readonly user: string; readonly request: NewPass } {
  const { actor, user, ...fields } = createPass(input)
  return { actor, user, request: toNewPass(fields, hasDeliverer) }
}

/** Cleans the reasons here, so that the checks and the event use the same text. @throws {@link InvalidInputError} */
export function toNewPass(fields: NewPass, hasDeliverer: boolean): NewPass {
  const { justification, ticket, deliverTo } = fields
  if (deliverTo !== undefined && !hasDeliverer) {
    throw new InvalidInputError([inputIssue('unknownField', 'deliverTo', 'input.noDeliverer')])
  }
  return {
    ...fields,
    justification: clean(justification, maxJustificationLength),
    ticket: clean(ticket, maxTicketLength),
  }
}

/** White space alone counts as absent. */
function clean(text: string | undefined, maxLength: number): string | undefined {
  return (text && cleanText(text, maxLength).trim()) || undefined
}

/** @throws {@link InvalidInputError} */
export function parsePassInput(input: unknown): {
  readonly actor: Actor
  readonly user: string
  readonly passId: string | undefined
} {
  return passInput(input)
}

/** @throws {@link InvalidInputError} */
export function parseDeletePass(input: unknown): ReturnType<typeof parsePassInput> & {
  readonly cascade: boolean | undefined
} {
  return deletePass(input)
}
