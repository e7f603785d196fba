import type { EnglishTexts } from '../english-text.js'

const limits: Readonly<Record<string, string>> = {
  actor: 'by this actor',
  user: 'for this user',
  tenant: 'in this tenant',
}

/** What the errors say. */
export const errorTexts: EnglishTexts<'error'> = {
  'error.TAP_INVALID_INPUT': '{issues}',
  'error.TAP_POLICY_VIOLATION': '{issues}',
  'error.TAP_NOT_AUTHORIZED.actorUnknown':
    'The actor is not allowed to call "{permission}": the directory does not know this user. Check `actor.user`.',
  'error.TAP_NOT_AUTHORIZED.actorDisabled':
    'The actor is not allowed to call "{permission}": the account is disabled. Enable it, or use another actor.',
  'error.TAP_NOT_AUTHORIZED.permissionMissing':
    'The actor is not allowed to call "{permission}". Grant the permission to the program or the token, ' +
    'give the user a role that has it, or use another actor.',
  'error.TAP_NOT_AUTHORIZED.userRequired':
    'A program is not allowed to call "{permission}". Let a signed-in administrator or reviewer make the call.',
  'error.TAP_NOT_AUTHORIZED.self':
    'The actor is not allowed to call "{permission}" for themselves, or on a request that they took part in. ' +
    'Ask another administrator.',
  'error.TAP_NOT_AUTHORIZED.scope':
    'The actor is allowed to call "{permission}", but not for this user. Ask an administrator who is responsible ' +
    'for this user, or who has a more privileged role.',
  'error.TAP_NOT_AUTHORIZED.authorizer':
    'The option "authorize" did not return true for "{permission}". Change its rule, or use another actor.',
  'error.TAP_NOT_AUTHORIZED.authorizerFailed':
    'The option "authorize" threw an error or took longer than 5 seconds for "{permission}". See the cause.',
  'error.TAP_STEP_UP_REQUIRED':
    'The policy requires a more recent or a stronger sign-in of the administrator. Sign in again, then repeat the call.',
  'error.TAP_APPROVAL_REQUIRED':
    'The policy requires approval by a second person. Call requests.open with a justification and a ticket.',
  'error.TAP_REQUEST_NOT_FOUND': 'The request does not exist. Check the request id.',
  'error.TAP_INVALID_TRANSITION':
    'A request in the state "{state}" does not allow "{transition}": {reason}. Read the request again.',
  'error.TAP_RATE_LIMITED': ({ limit, retryAfterInSeconds }) =>
    `Too many passes were issued ${limits[limit] ?? ''} in the last hour. Try again in ${retryAfterInSeconds} s.`,
  'error.TAP_USER_NOT_FOUND': 'The directory has no such user. Check the user name.',
  'error.TAP_PASS_NOT_FOUND': 'The user has no such pass. It may have been replaced or deleted.',
  'error.TAP_BUSY': 'Other calls kept this one from being completed. Try again in {retryAfterInSeconds} s.',
  'error.TAP_CONFLICT': 'Another call replaced what this call wrote. Read the current state, then repeat.',
  'error.TAP_UNREADABLE_DOCUMENT.tampered':
    'The stored "{kind}" document was changed without the key. Find out who can write to the database.',
  'error.TAP_UNREADABLE_DOCUMENT.keyMissing':
    'The key that sealed the stored "{kind}" document is missing. Add that key to the keys.',
  'error.TAP_UNREADABLE_DOCUMENT.wrongKey':
    'The stored "{kind}" document was sealed with another secret than the key of the same id has here. ' +
    'Give every process the same secret for that id; a new secret needs a new id.',
  'error.TAP_UNREADABLE_DOCUMENT.otherFormat':
    'The stored "{kind}" document was written with another "cryptography" option or by another version of this ' +
    'package. Use the same option and the same version in every process.',
  'error.TAP_UNREADABLE_DOCUMENT.rolledBack':
    'The stored "{kind}" document is older than one that was seen before, or it was taken away. ' +
    'Find out who can write to the database. After a restore, call maintenance.acceptRestore.',
  'error.TAP_PORT_FAILED': 'The {port} port failed during "{operation}". {problem}',
}
