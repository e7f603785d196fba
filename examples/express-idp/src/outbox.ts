/** A message as it would have left. */
export interface Mail {
  readonly id: string
  readonly at: Date
  readonly personId: string
  readonly to: readonly string[]
  readonly subject: string
  readonly lines: readonly string[]
  /** Of a pass that was sent to the person themselves. */
  readonly code?: string | undefined
  /** Where the person says that it was not them. */
  readonly notMe?: string | undefined
  /** The request that a reviewer is asked about. */
  readonly review?: string | undefined
}

/** Every message this demonstration would have sent. Only in memory: a code never touches the disk. */
export interface Outbox {
  /** The same id again is the same message. */
  put(mail: Mail): void
  /** Newest first. */
  of(personId: string): readonly Mail[]
}

const mostMails = 1_000

export function createOutbox(): Outbox {
  const mails = new Map<string, Mail>()
  return {
    put(mail) {
      mails.set(mail.id, mail)
      const [oldest] = mails.keys()
      if (mails.size > mostMails && oldest !== undefined) mails.delete(oldest)
    },
    of: (personId) => [...mails.values()].filter((mail) => mail.personId === personId).reverse(),
  }
}
