import * as z from 'zod/mini'
import type { Actor } from '../../core/access/actor.js'
import { cleanText } from '../../core/event/clean-text.js'
import type { NewPass } from '../../core/pass/create.js'
import { policyBounds } from '../../core/policy/bounds.js'
import { InvalidInputError } from '../../errors.js'
import { inputParser, optional, optionalCount, optionalId, text, user } from '../input-parser.js'

const maxJustificationLength = 1_000
const maxTicketLength = 128

/** The fields that describe a pass, in a call and in a row of a list. */
export const passFields = {
  user,
  startDateTime: { schema: z.optional(z.date()), expected: { text: 'a valid Date' } },
  // The limits of every policy. The limits of this policy are checked once it is loaded.
  lifetimeInMinutes: optionalCount(
    policyBounds.minimumLifetimeInMinutes.minimum,
    policyBounds.maximumLifetimeInMinutes.maximum,
  ),
  isUsableOnce: { schema: z.optional(z.boolean()), expected: { text: 'true or false' } },
  justification: optional(text(1, maxJustificationLength)),
  ticket: optional(text(1, maxTicketLength)),
  deliverTo: {
    schema: z.optional(z.enum(['email', 'sms', 'voice', 'post', 'print'])),
    expected: { text: '"email", "sms", "voice", "post" or "print"' },
  },
}
const createPass = inputParser(passFields)
const passInput = inputParser({ user, passId: optionalId })
const deletePass = inputParser({
  user,
  passId: optionalId,
  cascade: { schema: z.optional(z.boolean()), expected: { text: 'true or false' } },
})

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
    const message = 'needs a deliverer: set the deliverer option of createTap'
    throw new InvalidInputError([{ code: 'unknownField', field: 'deliverTo', message }])
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
