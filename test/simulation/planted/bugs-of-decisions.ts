import type { PlantedBugs } from './planted-bug.js'

const decide = 'src/core/sign-in/decide.ts'
const complete = 'src/core/registration/complete.ts'

/** What a pure decision gets wrong. */
export const decisionBugs: PlantedBugs = {
  always: [
    {
      name: 'a one-time pass is not used up',
      file: decide,
      find: "const isSpent = pass.isUsableOnce && pass.spendOn === 'signIn'",
      replace: 'const isSpent = false',
      laws: ['usedOnce'],
    },
    {
      name: 'wrong codes on a pass are not added up',
      file: decide,
      find: 'wrongCodes: counted, ended }',
      replace: 'ended }',
      laws: ['guessBudget', 'revokedForGood'],
    },
    {
      name: 'a deletion keeps the pass',
      file: 'src/verbs/passes/delete.ts',
      find: '{ ...(isCurrent && withoutPass(before)), registrations }',
      replace: '{ registrations }',
      laws: ['deletedForGood'],
    },
  ],
  nightly: [
    {
      name: 'the limit of wrong codes is one too high',
      file: decide,
      find: 'counted >= pass.wrongCodesBeforeRevocation',
      replace: 'counted > pass.wrongCodesBeforeRevocation',
      laws: ['guessBudget', 'revokedForGood'],
    },
    {
      name: 'a success gives the pass fresh guesses',
      file: decide,
      find: '{ ...pass, ended, lastUsedAtMs',
      replace: '{ ...pass, wrongCodes: 0, ended, lastUsedAtMs',
      laws: ['guessBudget', 'revokedForGood'],
    },
    {
      name: 'the code of a replaced pass redeems the new one',
      file: decide,
      find: 'match?.passId === pass.id && match.isSame',
      replace: 'match?.isSame === true',
      laws: ['rightCodeOnly', 'replacedForGood'],
    },
    {
      name: 'a revoked pass is not ended',
      file: decide,
      find: "isRevoked ? { how: 'revoked', atMs: nowMs, commitId } : undefined",
      replace: 'undefined',
      laws: ['guessBudget', 'revokedForGood'],
    },
    {
      name: 'a pass has no end',
      file: 'src/core/pass/window.ts',
      find: 'if (nowMs >= pass.endAtMs)',
      replace: 'if (nowMs < 0)',
      laws: ['insideItsWindow'],
    },
    {
      name: 'a disabled policy lets users in',
      file: 'src/core/pass/usability.ts',
      find: "if (policy.state === 'disabled') return 'disabledByPolicy'",
      replace: '',
      laws: ['disabledForAll'],
    },
    {
      name: 'registering does not use up the pass',
      file: complete,
      find: "const isSpending = pass.isUsableOnce && pass.spendOn === 'registration' && !pass.ended",
      replace: 'const isSpending = false',
      laws: ['registeredOnce', 'noSignInAfterRegistering'],
    },
    {
      name: 'a credential replaces those before it in the list',
      file: complete,
      find: '[...document.registrations, record]',
      replace: '[record]',
      laws: ['lineageIsKept'],
    },
    {
      name: 'a forgotten user keeps the pass',
      file: 'src/kernel/load.ts',
      find: '{ ...emptyUserDocument(user), commitIds }',
      replace: '{ ...(loadedUser.document ?? emptyUserDocument(user)), commitIds }',
      laws: ['forgottenForGood'],
    },
    {
      name: 'documents are swept while their pass is in force',
      file: 'src/core/user-document/retention.ts',
      find: 'return Math.max(latest + policy.retentionInDays * millisecondsInDay, repudiableUntilMs, repudiationMs)',
      replace: 'return nowMs',
      laws: ['healsInTenSeconds', 'lineageIsKept'],
    },
  ],
}
