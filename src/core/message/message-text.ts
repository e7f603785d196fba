/** A sentence for people, with an id and parameters so that a host can show it in another language. */
export interface MessageText {
  /** The sentence in English. It may change in any release: compare `messageId` instead. */
  readonly message: string
  /** Stable id of the sentence, such as `explain.lockedOut`. `messageIds` lists every id. */
  readonly messageId: string
  /** Every value in the sentence, by name. Never contains a secret. `messageIds` lists the names for each id. */
  readonly messageParameters: MessageParameters
}

/** The values in a sentence, by name. A value that is a sentence or a part of one is a message itself. */
export type MessageParameters = Readonly<Record<string, SimpleValue | MessageText | readonly MessageText[]>>

/** A value that is no message. */
export type SimpleValue = string | number | Date

/** Returns the values with every message in them written out. Several messages are separated by semicolons. */
export function writeOut(
  parameters: MessageParameters,
  write: (text: MessageText) => string,
): Readonly<Record<string, SimpleValue>> {
  const simple = (value: MessageParameters[string]): SimpleValue => {
    if (typeof value !== 'object' || value instanceof Date) return value
    return 'message' in value ? write(value) : value.map(write).join('; ')
  }
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, simple(value)]))
}

/** Replaces each `{name}` by its value. A name without a value stays as it is, so that the mistake is visible. */
export function fillPlaceholders(
  text: string,
  values: Readonly<Record<string, SimpleValue>>,
  show: (value: SimpleValue) => string,
): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    return value === undefined ? placeholder : show(value)
  })
}
