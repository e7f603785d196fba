import { instantInWords } from '../pass/time-in-words.js'
import { errorTexts } from './english/errors.js'
import { explanationTexts } from './english/explanations.js'
import { inputIssueTexts } from './english/input-issues.js'
import { noticeTexts } from './english/notices.js'
import { policyFindingTexts } from './english/policy-findings.js'
import { policyIssueTexts } from './english/policy-issues.js'
import { portProblemTexts } from './english/port-problems.js'
import { warningTexts } from './english/warnings.js'
import { wordTexts } from './english/words.js'
import type { EnglishText } from './english-text.js'
import type { MessageId, ParametersOf } from './message-ids.js'
import type { MessageParameters, MessageText, SimpleValue } from './message-text.js'
import { fillPlaceholders, writeOut } from './message-text.js'
import { readableNumber } from './readable-number.js'

/** The English sentence of every id. */
export const englishTexts: { readonly [Id in MessageId]: EnglishText<Id> } = Object.freeze({
  ...errorTexts,
  ...explanationTexts,
  ...inputIssueTexts,
  ...noticeTexts,
  ...policyFindingTexts,
  ...policyIssueTexts,
  ...portProblemTexts,
  ...warningTexts,
  ...wordTexts,
})

/** Writes the English sentence of this id. */
export function messageText<Id extends MessageId>(
  messageId: Id,
  ...[parameters]: keyof ParametersOf<Id> extends never ? [] : [parameters: ParametersOf<Id>]
): MessageText {
  const messageParameters: MessageParameters = Object.freeze({ ...parameters })
  const english: string | ((parameters: never) => string) = englishTexts[messageId]
  const values = writeOut(messageParameters, ({ message }) => message)
  const message =
    typeof english === 'function' ? english(values as never) : fillPlaceholders(english, values, showInEnglish)
  return { message, messageId, messageParameters }
}

function showInEnglish(value: SimpleValue): string {
  if (typeof value === 'number') return readableNumber(value)
  return typeof value === 'string' ? value : instantInWords(value)
}
