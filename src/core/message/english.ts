import { readableNumber } from '../input/describe.js'
import { instantInWords } from '../pass/time-in-words.js'
import { errorTexts } from './english/errors.js'
import { explanationTexts } from './english/explanations.js'
import { inputIssueTexts } from './english/input-issues.js'
import { noticeTexts } from './english/notices.js'
import { policyFindingTexts } from './english/policy-findings.js'
import { policyIssueTexts } from './english/policy-issues.js'
import type { EnglishText } from './english-text.js'
import type { MessageId, ParametersOf } from './message-ids.js'
import type { MessageParameters, MessageText } from './message-text.js'
import { fillPlaceholders } from './message-text.js'

/** The English sentence of every id. */
export const englishTexts: { readonly [Id in MessageId]: EnglishText<Id> } = Object.freeze({
  ...errorTexts,
  ...explanationTexts,
  ...inputIssueTexts,
  ...noticeTexts,
  ...policyFindingTexts,
  ...policyIssueTexts,
})

/** Writes the English sentence of this id. */
export function messageText<Id extends MessageId>(
  messageId: Id,
  ...[parameters]: keyof ParametersOf<Id> extends never ? [] : [parameters: ParametersOf<Id>]
): MessageText {
  const messageParameters: MessageParameters = Object.freeze({ ...parameters })
  const english: string | ((parameters: never) => string) = englishTexts[messageId]
  const message =
    typeof english === 'function'
      ? english(messageParameters as never)
      : fillPlaceholders(english, messageParameters, showInEnglish)
  return { message, messageId, messageParameters }
}

function showInEnglish(value: string | number | Date): string {
  if (typeof value === 'number') return readableNumber(value)
  return typeof value === 'string' ? value : instantInWords(value)
}
