import type { Clock, Deliverer, Notice, Notifier } from 'temporary-access-pass'
import { organisation } from './organisation.js'
import type { Outbox } from './outbox.js'
import { momentInWords } from './words.js'

/** Notifies users about their pass, at every address they have. In production, it calls a mail service. */
export function createNotifier(outbox: Outbox, origin: string): Notifier {
  return async ({ id, kind, userId, addresses, at, repudiationToken }) => {
    const { subject, sentence, reassurance } = notices[kind]
    outbox.put({
      id,
      at,
      userId: userId,
      to: addresses.map(({ value }) => value),
      subject,
      lines: [`${sentence} This happened at ${momentInWords(at)}.`, reassurance],
      notMe: `${origin}/not-me?token=${repudiationToken}`,
    })
  }
}

/** Sends a code to its user, so that the administrator who issued it never sees it. */
export function createDeliverer(outbox: Outbox, origin: string, clock: Clock): Deliverer {
  return async ({ userId, addresses, pass }) => {
    outbox.put({
      id: pass.id,
      at: new Date(clock()),
      userId: userId,
      to: addresses.map(({ value }) => value),
      subject: 'Your Temporary Access Pass',
      lines: [
        `Use this code to sign in at ${origin}${pass.isUsableOnce ? ', once,' : ''} until ${momentInWords(pass.endDateTime)}.`,
        `No one at ${organisation.name} knows it, and no one will ask you for it.`,
      ],
      code: pass.temporaryAccessPass,
    })
  }
}

interface NoticeText {
  readonly subject: string
  readonly sentence: string
  readonly reassurance: string
}

const notices: Readonly<Record<Notice['kind'], NoticeText>> = {
  passCreated: {
    subject: 'A pass was issued for you',
    sentence: `The help desk of ${organisation.name} issued a Temporary Access Pass for your account.`,
    reassurance: 'If you asked for it, there is nothing to do.',
  },
  signedIn: {
    subject: 'Your pass was used to sign in',
    sentence: 'Your Temporary Access Pass was used to sign in to your account.',
    reassurance: 'If that was you, there is nothing to do.',
  },
  credentialRegistered: {
    subject: 'A passkey was added to your account',
    sentence: 'A passkey was set up after a sign-in with your Temporary Access Pass.',
    reassurance: 'If that was you, there is nothing to do.',
  },
  passDeleted: {
    subject: 'Your pass was deleted',
    sentence: 'Your Temporary Access Pass was deleted. Its code no longer works.',
    reassurance: 'There is nothing to do.',
  },
  lockedOut: {
    subject: 'Wrong codes were typed for your account',
    sentence:
      'Wrong codes were typed for your account, and no one got in. Sign-in by pass is locked for now, or the pass has ended.',
    reassurance: 'If that was you, call the help desk. Your passkeys still work.',
  },
}
