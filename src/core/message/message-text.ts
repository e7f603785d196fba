/** A sentence for people, with an id and parameters so that a host can show it in another language. */
export interface MessageText {
  /** The sentence in English. It may change in any release: compare `messageId` instead. */
  readonly message: string
  /** Stable id of the sentence, such as `explain.lockedOut`. `messageIds` lists every id. */
  readonly messageId: string
  /** Every value in the sentence, by name. Never contains a secret. `messageIds` lists the names for each id. */
  readonly messageParameters: MessageParameters
}

/** The values in a sentence, by name. */
export type MessageParameters = Readonly<Record<string, string | number | Date>>

/** Replaces each `{name}` by its value. A name without a value stays as it is, so that the mistake is visible. */
export function fillPlaceholders(
  text: string,
  values: MessageParameters,
  show: (value: string | number | Date) => string,
): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    return value === undefined ? placeholder : show(value)
  })
}
