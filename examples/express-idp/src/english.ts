import type { AnyTapError, InputIssue } from 'temporary-access-pass'
import { reviewRefusals } from './request-words.js'

/** Every refusal as one sentence that says what to do next. */
export const english = {
  // Signing in
  signInRefused: 'That name and pass do not work together right now: check both and try again, or call the help desk.',
  signInIncomplete: 'Type your name and the pass you were given, then choose “Sign in”.',
  passkeyRefused: 'That passkey did not work here: try again, or sign in with a pass from the help desk.',
  tooManyAttempts: 'Too many attempts came from your network: wait a minute, then try again.',

  // Sessions
  signedOut: 'You are signed out: close this window if you share the computer.',
  ended: 'Your session has ended: sign in again with a passkey, or ask the help desk for a new pass.',
  disabled: 'Your account is disabled: call the help desk if you still work here.',

  // Passkeys
  registrationClosed: 'The time to set up a passkey with this pass is over: ask the help desk for a new pass.',
  registrationLapsed:
    'The time to set up a passkey is over, but your pass works again: sign out, then sign in with it once more.',
  registrationFailed: 'The passkey was not set up: start again, and confirm with your finger, face or PIN when asked.',
  passkeyGone: 'That passkey no longer exists: reload the page to see the others.',

  // Asking for a pass
  askIncomplete: 'Type your name and your employee id, then choose “Ask for a pass”.',
  askRefused:
    'We cannot accept this request now: check your name and employee id, and call the help desk if it happens again.',
  faceRefused: 'The check did not recognise you: find better light, take off hat and glasses, and try again.',
  documentRefused: 'The check did not accept that document: use a passport or identity card of your own that is valid.',
  noMoreChecks: 'This request allows no more checks: cancel it and ask again, or call the help desk.',
  notCollected: 'A pass cannot be issued at this moment: try again in a few minutes, or call the help desk.',

  // Reviewing
  requestNoAccess: 'You have no access to this request: another reviewer decides about it.',
  unknownRequest: 'This request does not exist: choose one from the list.',
  reasonMissing: 'Write what you asked and what convinced you: it is the only record of your decision.',
  delegateUnknown: 'Choose a person from the list as your delegate, or “None”.',
  secondPersonIncomplete: 'Write why they need a pass, and the ticket: the second person needs both to decide.',

  // Signing in again
  signInAgain: 'A pass gives access to an account. The policy requires you to sign in again first: use your passkey.',
  passkeyFirst: 'The policy requires a sign-in by passkey here, and you have none: set one up, then sign in with it.',
  acrUnknown:
    'The policy requires a kind of sign-in that does not exist here: choose “By passkey” under Policy, or ask an administrator who may.',

  // Onboarding
  listUnnamed: 'Name the list, such as “December 2026”: each person gets at most one pass per list name.',
  listEmpty: 'Write the people, one per line.',
  listTooLong: 'The list has more than 100 people: split it into two lists.',
  listUnknown: 'This list does not exist: choose one under Onboarding.',
  listRunning: 'The passes of this list are being issued right now: open it again in a minute.',
  lineTooLong: 'A line has a name, a first day and a time zone: remove what follows.',
  lineUnknown: 'No one here has that name: check the spelling, or write their address.',
  lineAmbiguous: 'Several people have that name: write the address instead.',
  lineNotAllowed:
    'Your role does not allow you to issue passes for this person: remove the line, or ask an administrator whose role does.',
  lineDuplicate: (line: number): string => `This is the same person as on line ${line}: remove one of the lines.`,

  // Messages
  linkInvalid: 'This link no longer works: if you are worried, call the help desk.',

  // Pages
  crossSite: 'This page was open too long or came from elsewhere: go back, reload it and try again.',
  originMissing:
    'This form came without the header Origin, so nothing says which site sent it: use a current browser, or send the header with the address of this site.',
  notAllowed: 'Your role does not allow this: ask an administrator whose role does.',
  notFound: 'This page does not exist: choose one from the menu.',
  tooLarge: 'That was too much to send at once: shorten it and try again.',
  unknownUser: 'No one here has that name: search the list of people.',
  noPass: 'The pass no longer exists: issue a new one if it is needed.',
  userDisabled: 'Their account is disabled: the code does not work before the account is enabled.',
  disabledOnList: (count: number): string =>
    `${count === 1 ? '1 account is' : `${count} accounts are`} disabled: enable ${count === 1 ? 'it' : 'them'} before the ${count === 1 ? 'pass ends' : 'passes end'}.`,
  changedMeanwhile:
    'Another person changed this at the same moment: check it, then repeat your change if it is still needed.',
  busy: 'The server is busy: wait a few seconds and try again.',
  unreadable:
    'The stored data was changed from outside, so it is not trusted: issue a new pass and tell your security team.',
  notDelivered: 'The code could not be sent, so the pass was deleted: try again, or choose to read the code out.',
  broken: 'Something failed on our side: try again, and call the help desk if it happens again.',

  // Fields
  tokenNameMissing: 'Name the script with at most 64 letters, digits, spaces, dots, dashes or underscores.',
  tokenScopesMissing: 'Choose at least one thing that the script may do.',
  fieldsToCorrect: 'Nothing was saved: correct the fields marked below and try again.',
  startMissing: 'Choose the day and time when the pass starts.',
  startUnreadable: 'Write the start as a day and a time, such as 2026-11-30 08:00.',
  wholeNumber: (minimum: number, maximum: number): string =>
    `Write a whole number from ${minimum.toLocaleString('en-GB')} to ${maximum.toLocaleString('en-GB')}.`,
  rateLimited: (limit: 'actor' | 'user' | 'tenant', minutes: number): string =>
    `${
      {
        actor: 'You have issued as many passes as the policy allows in an hour',
        user: 'This person has been issued as many passes as the policy allows in an hour',
        tenant: 'This organisation has issued as many passes as the policy allows in an hour',
      }[limit]
    }: try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
  justificationMissing: 'Write in a few words why you unlock, such as “called back, recognised”.',
} as const

/** Returns what is wrong with one field. The library’s message is the default where no text suits a browser better. */
export function sentenceOfIssue({ code, message, minimum, maximum }: InputIssue<string>): string {
  const isNumber = minimum !== undefined && maximum !== undefined
  if (isNumber && (code === 'type' || code === 'range')) return english.wholeNumber(minimum, maximum)
  switch (code) {
    case 'justificationRequired':
      return 'Write in a few words how you know that it is them, such as “called back, recognised”.'
    case 'ticketRequired':
      return 'Write the number of the ticket under which they asked.'
    case 'noAddress':
      return 'This person has no e-mail address: read the code out to them instead.'
    case 'channelLifetime':
      return `A code that is sent can work for ${maximum === undefined ? 'less time' : `${maximum} minutes at most`}: choose a shorter time.`
    case 'startInPast':
      return 'That time is in the past: choose a later one, or “Now”.'
    case 'startTooLate':
      return 'That is more than 90 days ahead: choose an earlier day.'
    case 'multiUseNotAllowed':
      return 'The policy allows one-time passes only: leave this ticked.'
    case 'disabled':
      return 'Passes are switched off: switch them on under Policy, or ask an administrator who may.'
    case 'outOfScope':
      return 'The policy does not include this person: add them or one of their groups under Policy, or ask an administrator who may.'
    case 'userDisabled':
      return 'Their account is disabled, and the policy allows no pass for it: enable the account first.'
    case 'tooManyWrongCodes':
      return 'Too many wrong codes were typed for your last pass: ask an administrator for the next one.'
    case 'externalGuest':
      return 'This person belongs to another organisation: their own help desk issues their pass.'
    default:
      return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`
  }
}

/** Returns what went wrong in the library, for the user whose call failed. */
export function sentenceOf(error: AnyTapError): string {
  switch (error.code) {
    case 'TAP_INVALID_INPUT':
    case 'TAP_POLICY_VIOLATION':
      return english.fieldsToCorrect
    case 'TAP_NOT_AUTHORIZED':
      return english.notAllowed
    case 'TAP_USER_NOT_FOUND':
      return english.unknownUser
    case 'TAP_APPROVAL_REQUIRED':
      return 'The policy requires a second person here: ask for the pass, and a reviewer decides.'
    case 'TAP_REQUEST_NOT_FOUND':
      return english.unknownRequest
    case 'TAP_INVALID_TRANSITION':
      return reviewRefusals[error.reason] ?? english.changedMeanwhile
    case 'TAP_PASS_NOT_FOUND':
      return english.noPass
    case 'TAP_STEP_UP_REQUIRED':
      return english.signInAgain
    case 'TAP_RATE_LIMITED':
      return english.rateLimited(error.limit, Math.ceil(error.retryAfterInSeconds / 60))
    case 'TAP_CONFLICT':
      return english.changedMeanwhile
    case 'TAP_BUSY':
      return english.busy
    case 'TAP_UNREADABLE_DOCUMENT':
      return english.unreadable
    case 'TAP_PORT_FAILED':
      return error.port === 'deliverer' ? english.notDelivered : english.broken
  }
}
