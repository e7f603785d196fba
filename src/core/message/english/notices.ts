import { instantInWords } from '../../pass/time-in-words.js'
import type { EnglishTexts } from '../english-text.js'

/** What users, requesters and reviewers are told. Refusals have one text for every cause, or the id names the cause. */
export const noticeTexts: EnglishTexts<'signIn' | 'request' | 'notice'> = {
  'signIn.refused': 'The name or the code is not right, or the code cannot be used now.',
  'request.refused': 'This cannot be done now. Check what you entered, or ask your administrator for help.',
  'notice.passCreated': ({ at }) =>
    `A Temporary Access Pass was created for your account at ${instantInWords(at)}. ` +
    'If you did not expect this, report it.',
  'notice.signedIn': ({ at }) =>
    `A Temporary Access Pass was used to sign in to your account at ${instantInWords(at)}. ` +
    'If this was not you, report it.',
  'notice.credentialRegistered': ({ at }) =>
    `A new sign-in method was registered for your account at ${instantInWords(at)}. ` +
    'If this was not you, report it.',
  'notice.passDeleted': ({ at }) =>
    `The Temporary Access Pass for your account was deleted at ${instantInWords(at)}. ` +
    'If you did not expect this, report it.',
  'notice.lockedOut': ({ at }) =>
    `Too many wrong codes were entered for your Temporary Access Pass, the last at ${instantInWords(at)}. ` +
    'If this was not you, report it.',
  'notice.reviewRequested': ({ dueAt }) =>
    `A request for a Temporary Access Pass waits for your review. Start the call before ${instantInWords(dueAt)}.`,
  'notice.reviewRequestedFromAdministrators': ({ dueAt }) =>
    'A request for a Temporary Access Pass waits for the review of an administrator. ' +
    `Start the call before ${instantInWords(dueAt)}.`,
}
