import * as z from 'zod/mini'
import { cleanText } from '../../core/event/clean-text.js'
import { isGuid } from '../../core/input/id.js'
import { maxJustificationLength } from '../../core/input/limits.js'
import type { InputField } from '../../kernel/input-fields.js'

export const requestIdField: InputField<string> = {
  schema: z.string().check(z.refine(isGuid)),
  expected: { text: 'the GUID of a request' },
}

export const justificationField: InputField<string> = {
  schema: z.string().check(
    z.minLength(1),
    z.maxLength(maxJustificationLength),
    z.refine((text) => cleanJustification(text) !== ''),
  ),
  expected: {
    text: 'text of 1 to 1,000 characters, not only white space',
    minimum: 1,
    maximum: maxJustificationLength,
  },
}

export function cleanJustification(text: string): string {
  return cleanText(text, maxJustificationLength).trim()
}
