import * as z from 'zod/mini'
import { cleanText } from '../../core/event/clean-text.js'
import { maxJustificationLength, maxTicketLength } from '../../core/input/limits.js'
import { messageText } from '../../core/message/english.js'
import type { InputField } from '../../kernel/input-fields.js'

export const justificationField: InputField<string> = visibleText(maxJustificationLength)
export const ticketField: InputField<string> = visibleText(maxTicketLength)

export function cleanJustification(text: string): string {
  return clean(text, maxJustificationLength)
}

export function cleanTicket(text: string): string {
  return clean(text, maxTicketLength)
}

/** Refuses white space and invisible characters alone: auditors read these texts. */
function visibleText(maximum: number): InputField<string> {
  const bounds = { minimum: 1, maximum }
  return {
    schema: z.string().check(
      z.minLength(1),
      z.maxLength(maximum),
      z.refine((text) => clean(text, maximum) !== ''),
    ),
    expected: { expected: messageText('expected.visibleText', bounds), ...bounds },
  }
}

function clean(text: string, maximum: number): string {
  return cleanText(text, maximum).trim()
}
