import type { GrantRefusalReason } from 'temporary-access-pass'
import { english } from './english.js'

/** Returns why a sign-in by pass can no longer set up a passkey, as one sentence that says what to do next. */
export function grantRefusalInWords(reason: GrantRefusalReason): string {
  return sentences[reason]
}

const signInOnceMore = 'This sign-in cannot set up a passkey: sign out, then sign in with your pass again.'

const sentences: Readonly<Record<GrantRefusalReason, string>> = {
  expired: english.registrationClosed,
  superseded: 'You have signed in with this pass again since: continue there, or sign in again here.',
  replaced: 'You have been issued a newer pass since: sign out, then sign in with that one.',
  deleted: 'The pass you signed in with was deleted: sign in with a passkey, or ask the help desk for a new pass.',
  revoked: 'The pass you signed in with was revoked: ask the help desk for a new one.',
  alreadyCompleted: 'This pass cannot set up more passkeys: sign in with one of yours to add more.',
  credentialNotAllowed: 'The policy does not accept passkeys of this kind: use another device, or ask the help desk.',
  wrongPurpose: 'The policy does not let a pass set up passkeys: ask the help desk what to set up instead.',
  disabledByPolicy: 'The policy no longer allows your pass: ask the help desk what to do instead.',
  userDisabled: english.disabled,
  wrongUser: signInOnceMore,
  wrongClient: signInOnceMore,
  malformed: signInOnceMore,
  tenantNotTrusted: signInOnceMore,
  unreadable: english.unreadable,
}
