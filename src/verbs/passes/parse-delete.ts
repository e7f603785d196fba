import * as z from 'zod/mini'
import type { Actor } from '../../access/actor.js'
import { inputParser, optionalId, user } from '../parse-input.js'

const deletePass = inputParser({
  user,
  passId: optionalId,
  cascade: { schema: z.optional(z.boolean()), expected: { text: 'true or false' } },
})

/** @throws {@link InvalidInputError} */
export function parseDeletePass(input: unknown): {
  readonly actor: Actor
  readonly user: string
  readonly passId: string | undefined
  readonly cascade: boolean | undefined
} {
  return deletePass(input)
}
