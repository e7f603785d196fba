import { durationInWords, instantInWords } from '../../pass/time-in-words.js'
import type { EnglishTexts } from '../english-text.js'

/** What `tap.users.explain` says. `now` is the time of the call. */
export const explanationTexts: EnglishTexts<'explain'> = {
  'explain.usable': ({ until, now }) =>
    `The pass can be used until ${moment(until, now)}. If the code is refused, it is not typed as it was issued.`,
  'explain.usableOnce': ({ until, now }) =>
    `The pass can be used once until ${moment(until, now)}. If the code is refused, it is not typed as it was issued.`,
  'explain.notYetValid': ({ from, now }) =>
    `The pass can be used from ${moment(from, now)}. Wait, or create a new one that starts now.`,
  'explain.inRegistration': ({ until, now }) =>
    `The pass was used to sign in, and that session can register a credential until ${moment(until, now)}. ` +
    'If the user did not sign in, delete the pass. If they did, they continue there; after that time, the code works again.',
  'explain.expired': ({ endedAt, now }) => `The pass ended at ${moment(endedAt, now)}. Create a new one.`,
  'explain.oneTimeUsed': ({ usedAt, now }) =>
    `The pass was for one use, and was used at ${moment(usedAt, now)}. ` +
    'If the user did not use it, an attacker did: check the activity. Create a new one.',
  'explain.revoked': ({ revokedAt, now }) =>
    `The pass was revoked at ${moment(revokedAt, now)}, after too many wrong codes. Create a new one.`,
  'explain.lockedOut': ({ wrongCodes, until, now }) =>
    `After ${wrongCodes} wrong codes in a row, sign-in with the pass is locked until ${moment(until, now)}. ` +
    'Wait, or unlock the user.',
  'explain.userDisabled': 'The account is disabled. Enable it in the directory; the pass is not the problem.',
  'explain.passDisabledByPolicy':
    'The policy no longer allows this pass: the policy is disabled, or it requires one-time passes. ' +
    'Change the policy, or create a new pass.',
  'explain.policyDisabled': 'The policy is disabled. Enable it before you create a pass.',
  'explain.outOfScope':
    'The policy does not include this user. Add the user or one of their groups, and check the exclusions.',
  'explain.externalGuest': 'This user is a guest from another organisation. That organisation issues their pass.',
  'explain.noPass': 'The user has no pass. Create one.',
  'explain.unreadablePass.tampered':
    'The stored pass was changed from outside. Tell the administrator of this system, then create a new pass.',
  'explain.unreadablePass.keyMissing':
    'The stored pass was sealed with a key that is missing here. ' +
    'Tell the administrator of this system, then create a new pass.',
  'explain.unreadablePass.wrongKey':
    'The stored pass was sealed with another secret than the key of the same id has here. ' +
    'Tell the administrator of this system, then create a new pass.',
  'explain.unreadablePass.otherFormat':
    'The stored pass was written by a system with another version or another "cryptography" option. ' +
    'Tell the administrator of this system, then create a new pass.',
  'explain.unreadablePass.rolledBack':
    'The stored pass is older than one that was seen before, or it was taken away. ' +
    'Tell the administrator of this system, then create a new pass.',
  'explain.unreadablePolicy.tampered':
    'The stored policy was changed from outside. Tell the administrator of this system, then reset the policy.',
  'explain.unreadablePolicy.keyMissing':
    'The stored policy was sealed with a key that is missing here. ' +
    'Tell the administrator of this system, then reset the policy.',
  'explain.unreadablePolicy.wrongKey':
    'The stored policy was sealed with another secret than the key of the same id has here. ' +
    'Tell the administrator of this system, then reset the policy.',
  'explain.unreadablePolicy.otherFormat':
    'The stored policy was written by a system with another version or another "cryptography" option. ' +
    'Tell the administrator of this system, then reset the policy.',
  'explain.unreadablePolicy.rolledBack':
    'The stored policy is older than one that was seen before, or it was taken away. ' +
    'Tell the administrator of this system, then reset the policy.',
}

function moment(instant: Date, now: Date): string {
  return `${instantInWords(instant)} (${durationInWords(instant.getTime() - now.getTime())})`
}
