import type { AnyTapError, InputIssue } from 'temporary-access-pass'
import { reviewRefusals } from './request-words.js'

/** Every refusal, in one sentence that says what to do next. */
export const english = {
  // Signing in
  signInRefused: 'That name and pass do not go together right now: check both and try again, or call the help desk.',
  signInIncomplete: 'Type your name and the pass you were given, then choose “Sign in”.',
  passkeyRefused: 'That passkey did not work here: try again, or sign in with a pass from the help desk.',
  tooManyAttempts: 'Too many attempts came from your network: wait a minute, then try again.',

  // Sessions
  signedOut: 'You are signed out: close this window if you share the computer.',
  ended: 'Your session has ended: sign in again with a passkey, or ask the help desk for a new pass.',
  disabled: 'Your account is switched off: call the help desk if you still work here.',

  // Passkeys
  registrationClosed: 'The time to set up a passkey with this pass is over: ask the help desk for a new pass.',
  registrationLapsed:
    'The time to set up a passkey is over, but your pass works again: sign out, then sign in with it once more.',
  registrationFailed: 'The passkey was not set up: start again, and confirm with your finger, face or PIN when asked.',
  passkeyGone: 'That passkey is no longer yours: reload the page to see those that are.',

  // Asking for a pass
  askIncomplete: 'Type your name and your employee id, then choose “Ask for a pass”.',
  askRefused:
    'We cannot take this request now: check your name and employee id, and call the help desk if it happens again.',
  faceRefused: 'The check did not recognise you: find better light, take off hat and glasses, and try again.',
  documentRefused: 'The check did not accept that document: use a passport or identity card of your own that is valid.',
  checksOver: 'No more checks are taken for this request: cancel it and begin again, or call the help desk.',
  notCollected: 'A pass cannot be issued at this moment: try again in a few minutes, or call the help desk.',

  // Reviewing
  notYourReview: 'This request is not yours to see: somebody else was asked, or it has moved on to another reviewer.',
  unknownRequest: 'There is no such request: choose one from the list.',
  reasonMissing: 'Write what you asked and what convinced you: whoever looks at this later has only your words.',
  delegateUnknown: 'Choose somebody of the list to stand in for you, or nobody.',
  openMissing: 'Say why they need a pass, and under which ticket: the second person decides by that.',

  // Signing in again
  signInAgain: 'Issuing a pass opens an account, so the policy wants to be sure it is you: sign in with your passkey.',
  passkeyFirst: 'The policy wants a sign-in by passkey here, and you have none: set one up, then sign in with it.',
  acrUnknown: 'The policy wants a sign-in that nobody has here: choose “By passkey” under Policy, or ask who may.',

  // Onboarding
  listUnnamed: 'Name the list, such as “December 2026”: nobody is issued two passes under one name.',
  listEmpty: 'Write the people, one a line.',
  listTooLong: 'That is more than 100 people: make two lists.',
  listUnknown: 'There is no such list: choose one under Onboarding.',
  listRunning: 'This list is being issued at this moment: look at it again in a minute.',
  lineTooLong: 'A line is a name, a first day and a time zone: nothing after that.',
  lineUnknown: 'Nobody here has that name: check the spelling, or write their address.',
  lineAmbiguous: 'Several people have that name: write the address instead.',
  lineNotYours: 'Your role does not issue passes for this person: leave them out, or ask an administrator who may.',
  lineTwice: (line: number): string => `The same person as on line ${line}: leave one out.`,

  // Messages
  linkNoGood: 'This link is not good any more: if you are worried, call the help desk.',

  // Pages
  crossSite: 'This page was open too long or came from elsewhere: go back, reload it and try again.',
  notAllowed: 'Your role does not allow this: ask an administrator who may.',
  notFound: 'There is no such page: choose one from the menu.',
  tooLarge: 'That was too much to send at once: shorten it and try again.',
  unknownPerson: 'Nobody here has that name: search the list of people.',
  noPass: 'There is no pass any more: issue a new one if it is needed.',
  changedMeanwhile: 'Somebody else changed this at the same moment: look at it again and repeat what is still needed.',
  busy: 'Too much is going on at this moment: wait a few seconds and try again.',
  unreadable:
    'What is stored was changed from outside, so it is not trusted: issue a new pass and tell your security team.',
  notDelivered: 'The code could not be sent, so its pass was deleted again: try once more, or read a code out.',
  broken: 'Something failed on our side and nothing is lost: try again, and call the help desk if it happens again.',

  // Fields
  tokenNameMissing: 'Name the script in letters, digits, spaces, dots, dashes or underscores: 64 at most.',
  tokenScopesMissing: 'Choose what it may do: at least one of these.',
  fieldsToCorrect: 'Nothing was saved yet: correct what is marked below and try again.',
  startMissing: 'Choose the day and time at which the pass begins.',
  startUnreadable: 'Write the start as a day and a time, such as 2026-11-30 08:00.',
  wholeNumber: (minimum: number, maximum: number): string =>
    `Write a whole number from ${minimum.toLocaleString('en-GB')} to ${maximum.toLocaleString('en-GB')}.`,
  rateLimited: (limit: 'actor' | 'user' | 'tenant', minutes: number): string =>
    `${
      {
        actor: 'You have issued as many passes as the policy allows in an hour',
        user: 'This person has been issued as many passes as the policy allows in an hour',
        tenant: 'As many passes have been issued here as the policy allows in an hour',
      }[limit]
    }: try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
  justificationMissing: 'Say in a few words why you unlock, such as “called back, recognised”.',
} as const

/** What is wrong with one field: our own words where we have better ones for a browser, else the library's. */
export function sentenceOfIssue({ code, message, minimum, maximum }: InputIssue<string>): string {
  const isNumber = minimum !== undefined && maximum !== undefined
  if (isNumber && (code === 'type' || code === 'range')) return english.wholeNumber(minimum, maximum)
  switch (code) {
    case 'justificationRequired':
      return 'Say in a few words how you know that it is them, such as “called back, recognised”.'
    case 'ticketRequired':
      return 'Write the number of the ticket under which they asked.'
    case 'noAddress':
      return 'This person has no e-mail address: read the code out to them instead.'
    case 'channelLifetime':
      return `A code that is sent may live ${maximum === undefined ? 'less long' : `${maximum} minutes at most`}: choose a shorter time.`
    case 'startInPast':
      return 'That moment is past: choose a later one, or “Now”.'
    case 'startTooLate':
      return 'That is more than 90 days ahead: choose an earlier day.'
    case 'multiUseNotAllowed':
      return 'The policy allows one-time passes only: leave this ticked.'
    case 'disabled':
      return 'Passes are switched off: switch them on under Policy, or ask who may.'
    case 'outOfScope':
      return 'The policy does not include this person: add them or a group of theirs under Policy, or ask who may.'
    case 'tooManyWrongCodes':
      return 'Too many wrong codes were typed for your last pass: ask an administrator for the next one.'
    case 'externalGuest':
      return 'This person belongs to another organisation: their own help desk issues their pass.'
    default:
      return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`
  }
}

/** What went wrong in the library, for whoever asked for it. */
export function sentenceOf(error: AnyTapError): string {
  switch (error.code) {
    case 'TAP_INVALID_INPUT':
    case 'TAP_POLICY_VIOLATION':
      return english.fieldsToCorrect
    case 'TAP_NOT_AUTHORIZED':
      return english.notAllowed
    case 'TAP_USER_NOT_FOUND':
      return english.unknownPerson
    case 'TAP_APPROVAL_REQUIRED':
      return 'The policy wants a second person here: ask for the pass, and another reviewer decides.'
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
