import type { EnglishTexts } from '../english-text.js'
import { readableNumber } from '../readable-number.js'

/** What a policy says against a well-formed request. Read after the name of the field. */
export const policyIssueTexts: EnglishTexts<'policy.issue'> = {
  'policy.issue.disabled': 'the policy is disabled; enable it before you issue passes',
  'policy.issue.externalGuest': 'this user is a guest from another organisation; that organisation issues their pass',
  'policy.issue.outOfScope':
    'the policy does not include this user; add the user or one of their groups to includeTargets',
  'policy.issue.userDisabled':
    'the account is disabled, and the policy allows no pass for it; enable the account first',
  'policy.issue.lifetimeOutOfRange': '{value} minutes; the policy allows {minimum} to {maximum} minutes',
  'policy.issue.channelLifetime':
    '{value} minutes; a code sent by {channel} may live {maximum} minutes at most, counted from now',
  'policy.issue.channelLifetime.beforeStart':
    'a code sent by {channel} ends {maximum} minutes from now, before the pass starts; choose an earlier start',
  'policy.issue.startInPast': ({ start, now }) =>
    `${start.toISOString()} is in the past; the time is ${now.toISOString()}`,
  'policy.issue.startTooLate': ({ start, latest, maximumDays }) =>
    `${start.toISOString()} is more than ${maximumDays} days ahead; the latest start is ${latest.toISOString()}`,
  'policy.issue.multiUseNotAllowed': 'the policy allows one-time passes only',
  'policy.issue.justificationRequired': 'the policy requires a justification for each pass',
  'policy.issue.ticketRequired': 'the policy requires a ticket for each pass',
  'policy.issue.noAddress':
    'the directory has no address of this user for {channel}; add one, or choose another channel',
  'policy.issue.tooManyWrongCodes':
    '{wrongCodes} wrong codes were entered since an administrator last issued a pass; ' +
    'an administrator has to issue the next one',
  'policy.issue.guessingRisk': ({ guesses, symbols, length, bits, minimum }) =>
    `makes codes too easy to guess: ${readableNumber(guesses)} guesses at ${symbols}^${length} codes ` +
    `succeed with a chance of 2^${bits.toFixed(2)}, above 2^-20; use ${minimum} or more`,
  'policy.issue.guessingRisk.tooShort':
    'makes codes too easy to guess: {length} symbols of "{alphabet}" are too few for any number of guesses; ' +
    'use {minimum} or more',
}
