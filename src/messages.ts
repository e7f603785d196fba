export type { FormatMessageOptions, MessageCatalogue, Translations } from './core/message/format-message.js'
export { formatMessage } from './core/message/format-message.js'
export type { MessageFormat, PluralTexts } from './core/message/message-format.js'
export type {
  MessageId,
  ParameterKind,
  ParametersOf,
  ValueOfKind,
  WrittenParametersOf,
} from './core/message/message-ids.js'
export { messageIds } from './core/message/message-ids.js'
export type { MessageParameters, MessageText, SimpleValue } from './core/message/message-text.js'
