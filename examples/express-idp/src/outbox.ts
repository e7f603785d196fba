/** A message that a real identity provider would send. */
export interface Mail {
  readonly id: string
  readonly at: Date
  readonly userId: string
  readonly to: readonly string[]
  readonly subject: string
  readonly lines: readonly string[]
  /** The code, if the message delivers a pass. */
  readonly code?: string | undefined
  /** The link for “This was not me”. */
  readonly notMe?: string | undefined
  /** The link to the request that the reviewer decides about. */
  readonly review?: string | undefined
}

/** Every message of this example. They stay in memory, so that a code is never written to disk. */
export interface Outbox {
  /** Adds a message. A message with the same id replaces the earlier one. */
  put(mail: Mail): void
  /** Returns the messages of a user, newest first. */
  of(userId: string): readonly Mail[]
}

const maxMails = 1_000

export function createOutbox(): Outbox {
  const mails = new Map<string, Mail>()
  return {
    put(mail) {
      mails.set(mail.id, mail)
      const [oldest] = mails.keys()
      if (mails.size > maxMails && oldest !== undefined) mails.delete(oldest)
    },
    of: (userId) => [...mails.values()].filter((mail) => mail.userId === userId).reverse(),
  }
}
