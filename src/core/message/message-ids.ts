/**
 * The id of every message that this package returns or throws, with the names and types of its parameters. Use it to check
 * that a translation is complete. Ids follow semver; English sentences do not. `text` is a string, `date` a `Date`.
 *
 * @example
 * ```ts
 * const untranslated = Object.keys(messageIds).filter((id) => !(id in german))
 * console.log(messageIds['explain.lockedOut']) // { wrongCodes: 'number', until: 'date', now: 'date' }
 * ```
 */
export const messageIds = {
  'signIn.refused': {},
  'request.refused': {},
  'notice.passCreated': { at: 'date' },
  'notice.signedIn': { at: 'date' },
  'notice.credentialRegistered': { at: 'date' },
  'notice.passDeleted': { at: 'date' },
  'notice.lockedOut': { at: 'date' },
  'notice.reviewRequested': { dueAt: 'date' },
  'notice.reviewRequestedFromAdministrators': { dueAt: 'date' },
  'explain.usable': { until: 'date', now: 'date' },
  'explain.usableOnce': { until: 'date', now: 'date' },
  'explain.notYetValid': { from: 'date', now: 'date' },
  'explain.inRegistration': { until: 'date', now: 'date' },
  'explain.expired': { endedAt: 'date', now: 'date' },
  'explain.oneTimeUsed': { usedAt: 'date', now: 'date' },
  'explain.revoked': { revokedAt: 'date', now: 'date' },
  'explain.lockedOut': { wrongCodes: 'number', until: 'date', now: 'date' },
  'explain.userDisabled': {},
  'explain.passDisabledByPolicy': {},
  'explain.policyDisabled': {},
  'explain.outOfScope': {},
  'explain.externalGuest': {},
  'explain.noPass': {},
  'explain.unreadablePass.tampered': {},
  'explain.unreadablePass.keyMissing': {},
  'explain.unreadablePass.wrongKey': {},
  'explain.unreadablePass.otherFormat': {},
  'explain.unreadablePass.rolledBack': {},
  'explain.unreadablePolicy.tampered': {},
  'explain.unreadablePolicy.keyMissing': {},
  'explain.unreadablePolicy.wrongKey': {},
  'explain.unreadablePolicy.otherFormat': {},
  'explain.unreadablePolicy.rolledBack': {},
  'error.TAP_INVALID_INPUT': { issues: 'text' },
  'error.TAP_POLICY_VIOLATION': { issues: 'text' },
  'error.TAP_NOT_AUTHORIZED': { permission: 'text' },
  'error.TAP_STEP_UP_REQUIRED': {},
  'error.TAP_APPROVAL_REQUIRED': {},
  'error.TAP_REQUEST_NOT_FOUND': {},
  'error.TAP_INVALID_TRANSITION': { transition: 'text', state: 'text', reason: 'text' },
  'error.TAP_RATE_LIMITED': { limit: 'text', retryAfterInSeconds: 'number' },
  'error.TAP_USER_NOT_FOUND': {},
  'error.TAP_PASS_NOT_FOUND': {},
  'error.TAP_BUSY': { retryAfterInSeconds: 'number' },
  'error.TAP_CONFLICT': {},
  'error.TAP_UNREADABLE_DOCUMENT.tampered': { kind: 'text' },
  'error.TAP_UNREADABLE_DOCUMENT.keyMissing': { kind: 'text' },
  'error.TAP_UNREADABLE_DOCUMENT.wrongKey': { kind: 'text' },
  'error.TAP_UNREADABLE_DOCUMENT.otherFormat': { kind: 'text' },
  'error.TAP_UNREADABLE_DOCUMENT.rolledBack': { kind: 'text' },
  'error.TAP_PORT_FAILED': { port: 'text', operation: 'text' },
  'input.unknownField': { field: 'text' },
  'input.required': { field: 'text' },
  'input.mustBe': { field: 'text', expected: 'text' },
  'input.expected': { field: 'text', expected: 'text', given: 'text' },
  'input.boolean': { field: 'text', given: 'text' },
  'input.date': { field: 'text', given: 'text' },
  'input.guid': { field: 'text', given: 'text' },
  'input.choice': { field: 'text', choices: 'text', given: 'text' },
  'input.range': { field: 'text', minimum: 'number', maximum: 'number', given: 'text' },
  'input.quantity': { field: 'text', minimum: 'number', maximum: 'number', given: 'text', unit: 'text' },
  'input.text': { field: 'text', minimum: 'number', maximum: 'number', given: 'text' },
  'input.secretText': { field: 'text', minimum: 'number', maximum: 'number' },
  'input.list': { field: 'text', entries: 'text', maximum: 'number', given: 'text' },
  'input.filledList': { field: 'text', minimum: 'number', maximum: 'number', given: 'text', entries: 'text' },
  'input.order': { field: 'text', value: 'number', upperField: 'text', upperValue: 'number' },
  'input.cursor': { field: 'text' },
  'input.rows': { field: 'text' },
  'input.limit': { field: 'text', minimum: 'number', maximum: 'number' },
  'input.duplicateUser': { field: 'text', user: 'text' },
  'input.twoStarts': { field: 'text' },
  'input.noDeliverer': { field: 'text' },
  'input.noProver': { field: 'text', provers: 'text' },
  'input.startDate': { field: 'text' },
  'input.startDateMissing': { field: 'text' },
  'input.startTime': { field: 'text' },
  'input.timeZone': { field: 'text' },
  'input.timeZoneMissing': { field: 'text' },
  'http.unknownFields': { field: 'text', allowed: 'text' },
  'graph.unknownProperty': { field: 'text' },
  'graph.lifetime': { field: 'text', minimum: 'number', maximum: 'number' },
  'graph.startWithoutTimeZone': { field: 'text', issue: 'text' },
  'policy.finding.minimumLifetimeInMinutes': { value: 'number', recommended: 'number' },
  'policy.finding.maximumLifetimeInMinutes': { value: 'number', recommended: 'number' },
  'policy.finding.defaultLifetimeInMinutes': { value: 'number', recommended: 'number' },
  'policy.finding.isUsableOnce': {},
  'policy.finding.defaultLength.reusable': { value: 'number', recommended: 'number' },
  'policy.finding.defaultLength.entropy': {
    value: 'number',
    recommended: 'number',
    bits: 'number',
    minimumBits: 'number',
  },
  'policy.finding.includeTargets': {},
  'policy.finding.wrongCodesBeforeRevocation': { value: 'number', recommended: 'number', limit: 'number' },
  'policy.finding.lockoutInSeconds': { value: 'number', recommended: 'number' },
  'policy.finding.maximumLockoutInSeconds': { value: 'number', recommended: 'number' },
  'policy.finding.spendOn': {},
  'policy.finding.registrationWindowInMinutes': { value: 'number', recommended: 'number' },
  'policy.finding.registrableCredentials.types': {},
  'policy.finding.registrableCredentials.maximum': { value: 'number', recommended: 'number' },
  'policy.finding.countsAs': {},
  'policy.finding.registrationTargets': {},
  'policy.finding.trustedTenants': {},
  'policy.finding.issuing.isJustificationRequired': {},
  'policy.finding.issuing.maximumSignInAgeInMinutes': { value: 'number', recommended: 'number' },
  'policy.finding.issuing.maximumSignInAgeInMinutes.notSet': { recommended: 'number' },
  'policy.finding.issuing.acr': {},
  'policy.finding.issuing.isSelfIssueAllowed': {},
  'policy.finding.issuing.maximumPerHour': { actor: 'number', user: 'number' },
  'policy.issue.disabled': { field: 'text' },
  'policy.issue.externalGuest': { field: 'text' },
  'policy.issue.outOfScope': { field: 'text' },
  'policy.issue.lifetimeOutOfRange': { field: 'text', value: 'number', minimum: 'number', maximum: 'number' },
  'policy.issue.channelLifetime': { field: 'text', value: 'number', channel: 'text', maximum: 'number' },
  'policy.issue.channelLifetime.beforeStart': { field: 'text', channel: 'text', maximum: 'number' },
  'policy.issue.startInPast': { field: 'text', start: 'date', now: 'date' },
  'policy.issue.startTooLate': { field: 'text', start: 'date', latest: 'date', maximumDays: 'number' },
  'policy.issue.multiUseNotAllowed': { field: 'text' },
  'policy.issue.justificationRequired': { field: 'text' },
  'policy.issue.ticketRequired': { field: 'text' },
  'policy.issue.noAddress': { field: 'text', channel: 'text' },
  'policy.issue.tooManyWrongCodes': { field: 'text', wrongCodes: 'number' },
  'policy.issue.guessingRisk': {
    field: 'text',
    guesses: 'number',
    symbols: 'number',
    length: 'number',
    bits: 'number',
    minimum: 'number',
  },
  'policy.issue.guessingRisk.tooShort': { field: 'text', alphabet: 'text', length: 'number', minimum: 'number' },
} as const

/** The id of a message. */
export type MessageId = keyof typeof messageIds

/** The values of a message. */
export type ParametersOf<Id extends MessageId> = {
  readonly [Name in keyof (typeof messageIds)[Id]]: ValueOfKind[(typeof messageIds)[Id][Name] & ParameterKind]
}

/** The type of one parameter. */
export type ParameterKind = keyof ValueOfKind

/** The TypeScript type of each kind of parameter. */
export interface ValueOfKind {
  readonly text: string
  readonly number: number
  readonly date: Date
}
