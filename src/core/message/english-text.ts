import type { MessageId, WrittenParametersOf } from './message-ids.js'

/** One English sentence: text with `{name}` for each parameter, or a function where that is not enough, as for dates. */
export type EnglishText<Id extends MessageId> = string | ((parameters: WrittenParametersOf<Id>) => string)

/** The English sentences of every id that begins with this word. */
export type EnglishTexts<Prefix extends string> = {
  readonly [Id in Extract<MessageId, `${Prefix}.${string}`>]: EnglishText<Id>
}
