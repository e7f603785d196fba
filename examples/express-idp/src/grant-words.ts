import type { GrantRefusalReason } from 'temporary-access-pass'
import { english } from './english.js'

/** Why a sign-in by pass is no longer good for a passkey, in one sentence that says what to do next. */
export function whyNot(reason: GrantRefusalReason): string {
  return sentences[reason]
}

const again = 'This sign-in is not good for a passkey: sign out, then sign in with your pass again.'

const sentences: Readonly<Record<GrantRefusalReason, string>> = {
  expired: english.registrationClosed,
  superseded: 'You have signed in with this pass once more since: go on there, or sign in again here.',
  replaced: 'You have been issued a newer pass since: sign out, then sign in with that one.',
  deleted: 'The pass you signed in with was deleted: sign in with a passkey, or ask the help desk for a new pass.',
  revoked: 'The pass you signed in with was revoked: ask the help desk for a new one.',
  alreadyCompleted: 'This pass has set up as many passkeys as it may: sign in with one of them to add more.',
  credentialNotAllowed: 'The policy does not take passkeys of this kind: use another device, or ask the help desk.',
  wrongPurpose: 'The policy does not let a pass set up passkeys: ask the help desk what to set up instead.',
  disabledByPolicy: 'The policy no longer allows your pass: ask the help desk what to do instead.',
  userDisabled: english.disabled,
  wrongUser: again,
  wrongClient: again,
  malformed: again,
  tenantNotTrusted: again,
  unreadable: english.unreadable,
}
