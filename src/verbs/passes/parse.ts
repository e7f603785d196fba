import * as z from 'zod/mini'
import type { Actor } from '../../access/actor.js'
import type { PassWishes } from '../../pass/create.js'
import { inputParser, optionalCount, optionalId, user } from '../parse-input.js'

/** The widest that any policy allows; whether this policy does is judged later. */
const lifetimeInMinutes = { minimum: 10, maximum: 43_200 }

const createPass = inputParser({
  user,
  startDateTime: { schema: z.optional(z.date()), expected: { text: 'a valid Date' } },
  lifetimeInMinutes: optionalCount(lifetimeInMinutes.minimum, lifetimeInMinutes.maximum),
  isUsableOnce: { schema: z.optional(z.boolean()), expected: { text: 'true or false' } },
})
const passInput = inputParser({ user, passId: optionalId })

/** @throws {@link InvalidInputError} */
export function parseCreatePass(input: unknown): {
  readonly actor: Actor
  readonly user: string
  readonly wishes: PassWishes
} {
  const { actor, user, ...wishes } = createPass(input)
  return { actor, user, wishes }
}

/** @throws {@link InvalidInputError} */
export function parsePassInput(input: unknown): {
  readonly actor: Actor
  readonly user: string
  readonly passId: string | undefined
} {
  return passInput(input)
}
