import * as z from 'zod/mini'
import type { Actor } from '../../access/actor.js'
import { InvalidInputError } from '../../errors.js'
import { cleanText } from '../../event/clean.js'
import type { PassRequest } from '../../pass/create.js'
import { policyBounds as widest } from '../../policy/bounds.js'
import { inputParser, optional, optionalCount, optionalId, text, user } from '../parse-input.js'

const longestJustification = 1_000
const longestTicket = 128

const createPass = inputParser({
  user,
  startDateTime: { schema: z.optional(z.date()), expected: { text: 'a valid Date' } },
  // The widest that any policy allows; whether this policy does is judged later.
  lifetimeInMinutes: optionalCount(widest.minimumLifetimeInMinutes.minimum, widest.maximumLifetimeInMinutes.maximum),
  isUsableOnce: { schema: z.optional(z.boolean()), expected: { text: 'true or false' } },
  justification: optional(text(1, longestJustification)),
  ticket: optional(text(1, longestTicket)),
  deliverTo: {
    schema: z.optional(z.enum(['email', 'sms', 'voice', 'post', 'print'])),
    expected: { text: '"email", "sms", "voice", "post" or "print"' },
  },
})
const passInput = inputParser({ user, passId: optionalId })
const deletePass = inputParser({
  user,
  passId: optionalId,
  cascade: { schema: z.optional(z.boolean()), expected: { text: 'true or false' } },
})

/** Reasons come back as they will be recorded. @throws {@link InvalidInputError} */
export function parseCreatePass(
  input: unknown,
  { hasDeliverer }: { readonly hasDeliverer: boolean },
): { readonly actor: Actor; readonly user: string; readonly request: PassRequest } {
  const { actor, user, justification, ticket, ...wishes } = createPass(input)
  if (wishes.deliverTo !== undefined && !hasDeliverer) {
    const message = 'needs a deliverer, and createTap was given none'
    throw new InvalidInputError([{ code: 'unknownField', field: 'deliverTo', message }])
  }
  const reasons = { justification: clean(justification, longestJustification), ticket: clean(ticket, longestTicket) }
  return { actor, user, request: { ...wishes, ...reasons } }
}

/** White space is no reason. */
function clean(text: string | undefined, longest: number): string | undefined {
  return (text && cleanText(text, longest).trim()) || undefined
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
