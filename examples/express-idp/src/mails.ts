import type { Clock, Deliverer, NoticeKind, Notifier } from 'temporary-access-pass'
import { organisation } from './organisation.js'
import type { Outbox } from './outbox.js'
import { momentInWords } from './words.js'

/** Tells the person what happened to their pass, at every address they have. A real one calls whoever sends its mail. */
export function notifierInto(outbox: Outbox, origin: string): Notifier {
  return async ({ id, kind, userId, addresses, at, repudiationToken }) => {
    const { subject, sentence, reassurance } = notices[kind]
    outbox.put({
      id,
      at,
      personId: userId,
      to: addresses.map(({ value }) => value),
      subject,
      lines: [`${sentence} That was at ${momentInWords(at)}.`, reassurance],
      notMe: `${origin}/not-me?token=${repudiationToken}`,
    })
  }
}

/** Takes a code to its person, past the administrator who issued it. */
export function delivererInto(outbox: Outbox, origin: string, clock: Clock): Deliverer {
  return async ({ userId, addresses, pass }) => {
    outbox.put({
      id: pass.id,
      at: new Date(clock()),
      personId: userId,
      to: addresses.map(({ value }) => value),
      subject: 'Your Temporary Access Pass',
      lines: [
        `With this code you sign in at ${origin}${pass.isUsableOnce ? ', once,' : ''} until ${momentInWords(pass.endDateTime)}.`,
        `Nobody at ${organisation.name} knows it, and nobody will ask you for it.`,
      ],
      code: pass.temporaryAccessPass,
    })
  }
}

interface Words {
  readonly subject: string
  readonly sentence: string
  readonly reassurance: string
}

const notices: Readonly<Record<NoticeKind, Words>> = {
  passCreated: {
    subject: 'A pass was issued for you',
    sentence: `The help desk of ${organisation.name} issued a Temporary Access Pass for your account.`,
    reassurance: 'If you asked for it, there is nothing to do.',
  },
  signedIn: {
    subject: 'Somebody signed in with your pass',
    sentence: 'Somebody signed in to your account with your Temporary Access Pass.',
    reassurance: 'If that was you, there is nothing to do.',
  },
  credentialRegistered: {
    subject: 'A passkey was added to your account',
    sentence: 'Somebody signed in with your Temporary Access Pass and set up a passkey.',
    reassurance: 'If that was you, there is nothing to do.',
  },
  passDeleted: {
    subject: 'Your pass was deleted',
    sentence: 'Your Temporary Access Pass was deleted. Its code works no more.',
    reassurance: 'There is nothing to do.',
  },
  lockedOut: {
    subject: 'Wrong codes were typed for your account',
    sentence:
      'Somebody typed wrong codes for your account. Nobody got in; signing in by pass waits, or the pass has ended.',
    reassurance: 'If that was you, call the help desk. Your passkeys go on working.',
  },
}
