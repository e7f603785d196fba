import { messageText } from '../message/english.js'
import type { MessageId, ParametersOf } from '../message/message-ids.js'
import type { MessageText } from '../message/message-text.js'
import type { InputIssue } from './input-issue.js'

/** The messages that are about a field. */
export type IssueMessageId = {
  [Id in MessageId]: ParametersOf<Id> extends { readonly field: string } ? Id : never
}[MessageId]

/** Creates an issue about a field, with the English sentence of the message. */
export function inputIssue<Code extends string, Id extends IssueMessageId>(
  code: Code,
  field: string,
  messageId: Id,
  ...[values, bounds]: keyof Omit<ParametersOf<Id>, 'field'> extends never
    ? [values?: undefined, bounds?: Bounds]
    : [values: Omit<ParametersOf<Id>, 'field'>, bounds?: Bounds]
): InputIssue<Code> {
  const write = messageText as (id: MessageId, values: object) => MessageText
  return { code, field, ...write(messageId, { field, ...values }), ...bounds }
}

type Bounds = Pick<InputIssue<string>, 'minimum' | 'maximum'>
