import type { MessageParameters, MessageText } from '../../src/core/message/message-text.js'

/** Removes every English sentence, also from the messages among the parameters: what is left must be enough to write them. */
export function withoutEnglish({ messageId, messageParameters }: MessageText): MessageText {
  const entries = Object.entries(messageParameters).map(([name, value]) => [name, emptied(value)])
  return { message: '', messageId, messageParameters: Object.fromEntries(entries) }
}

function emptied(value: MessageParameters[string]): MessageParameters[string] {
  if (typeof value !== 'object' || value instanceof Date) return value
  return 'messageId' in value ? withoutEnglish(value) : value.map(withoutEnglish)
}
