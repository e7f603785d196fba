/** One retired way to say something, and what to write instead. */
export interface RetiredWord {
  /** Matches case-insensitively, unless it starts with a capital letter or is an identifier. */
  readonly pattern: RegExp
  readonly use: string
}

/** Phrases that are never right in comments, documentation, messages, page texts and test titles. */
export const retiredPhrases: readonly RetiredWord[] = [
  {
    pattern: /\b(whoever|whomever|whosoever)\b/i,
    use: 'the role: user, requester, reviewer, administrator, caller, attacker',
  },
  { pattern: /\b(somebody|someone|nobody)\b/i, use: 'the role, or "unknown user", "another user", "no user"' },
  { pattern: /\bone who\b|\bthose (that|who)\b/i, use: 'the role or the noun' },
  { pattern: /\bgiv(e|es|ing) way\b|\bgave way\b/i, use: '"is evicted", "is removed" or "has lower priority"' },
  { pattern: /\blets? go of\b/i, use: '"releases" or "removes"' },
  { pattern: /\bc(o|a)mes? through (it|this|that|the pass|a pass)\b/i, use: '"registered with this pass"' },
  { pattern: /\b(what|that) (it|a grant|the grant) rests on\b/i, use: '"the pass or the status of the user"' },
  { pattern: /\bgood for nothing\b|\bof no use\b|\bno good for\b/i, use: '"invalid", or what it cannot do' },
  { pattern: /\bstands? in (one )?line\b/i, use: '"waits for the lock" or "is queued"' },
  {
    pattern: /\bmay be left out\b|\bleft out:|\bleft out, (it|they|there|nobody)\b/i,
    use: '"optional", and "Default: …"',
  },
  { pattern: /\bmends?\b|\bmended\b|\bmending\b/i, use: '"fix"' },
  { pattern: /\bshall not\b/i, use: '"must not", "cannot" or the present tense' },
  { pattern: /\bnot to be (waited|believed|called)\b/i, use: 'a sentence with a subject' },
  { pattern: /\bnot yours to see\b|\bthere are none such\b/i, use: '"No access", "none"' },
  { pattern: /\bpeople met\b|\bvouch(es|ed)? for by\b/i, use: 'the standard term' },
  { pattern: /@defaultValue\b/, use: '"Default: …" in the text' },
]

/** Identifiers that have a new name. */
export const retiredIdentifiers: readonly RetiredWord[] = [
  { pattern: /\b(createTurns|joinTurn|Turns)\b/, use: 'KeyedLock, KeyedLocks, lockFor' },
  { pattern: /\b(Trail|Told|Happened)\b(?=[<,;: )}])/, use: 'AuditContext, CallResult, EventContent' },
  {
    pattern: /\b(HeldPolicy|HeldPerson|HeldRequest|HeldInput|judgeHeld|moveHeld)\b/,
    use: 'LoadedPolicy, LoadedUser, RequesterInput, transitionAsRequester',
  },
  {
    pattern: /\b(strikeOff|tellLater|tellPerson|NoticeToTell)\b/,
    use: 'removeNotices, deliverLater, deliverNotice, NoticeToDeliver',
  },
  { pattern: /\b(carryForward|isMadeBy|inertCopy)\b/, use: 'rewrite, contains, plainCopy' },
  { pattern: /\b(PeopleMet|RowPlace|RowDone)\b/, use: 'DuplicateGuard, RowClaim, FinishedRow' },
  {
    pattern: /\b(vouchedBy|voidedAt(Ms)?|standingId|voidStanding)\b/,
    use: 'reusedProofOf, invalidatedAt, requesterId, invalidateProofs',
  },
  {
    pattern: /\b(IllegalMoveError|TamperedError|TAP_ILLEGAL_MOVE|TAP_TAMPERED)\b/,
    use: 'InvalidTransitionError, UnreadableDocumentError',
  },
  { pattern: /\b(RequestMove|RequestMoved|Mover)\b/, use: 'RequestTransition, RequestHistoryEntry, TransitionActor' },
  { pattern: /\b(TapVerb|RequestVerb|PublicVerb|TapPublicVerb|RequestPublicVerb)\b/, use: 'Permission, CallName' },
  { pattern: /\b(endWait|runningWait)\b/, use: 'endLockout, runningLockout' },
  { pattern: /\b(nestedPolicyBounds|NestedNumericPolicyField)\b/, use: 'policyBounds, NumericPolicyField' },
  {
    pattern: /\b(proveWithinHours|reviewWithinHours|escalateAfterHours|collectWithinHours|proofValidForDays)\b/,
    use: '…InHours, …InDays',
  },
  {
    pattern: /\b(shouldRegisterSecond|areAdministratorsAsked)\b/,
    use: 'isSecondCredentialRecommended, isOpenToAdministrators',
  },
  { pattern: /\b(most|longest|fewest|usual|widest|shortest)[A-Z]\w*/, use: 'max…, min…, default…' },
  { pattern: /\bconst [A-Z][A-Z0-9]*(_[A-Z0-9]+)*\b(?= *[:=])/, use: 'camelCase for constants' },
]
