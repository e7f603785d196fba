import type { PlantedBugs } from './planted-bug.js'

const file = 'test/simulation/store-model.ts'
const guard = 'if ((this.read(key)?.revision ?? null) !== expected) return false'

/** What a store gets wrong: the same guards that the mutants of the real stores lack. */
export const storeBugs: PlantedBugs = {
  always: [
    {
      name: 'a store writes whatever the revision is',
      file,
      find: guard,
      replace: '',
      laws: ['usedOnce', 'guessBudget', 'noOkWithoutAWrite'],
    },
    {
      name: 'a store acknowledges what its standby does not have',
      file: 'test/simulation/database.ts',
      find: 'const isKept = !isStalled && !this.model.isStalled && this.model.epoch === epoch',
      replace: 'const isKept = true',
      laws: ['usedOnce', 'noSignInAfterRegistering', 'deletedForGood', 'lineageIsKept'],
    },
  ],
  nightly: [
    {
      name: 'a store reports a refused write as done',
      file,
      find: guard,
      replace: guard.replace('return false', 'return true'),
      laws: ['usedOnce', 'guessBudget'],
    },
    {
      name: 'a store creates a document over another one',
      file,
      find: guard,
      replace: guard.replace('if (', 'if (expected !== null && '),
      laws: ['healsInTenSeconds', 'guessBudget', 'lineageIsKept'],
    },
    {
      name: 'a store replaces a document that was removed',
      file,
      find: guard,
      replace:
        'const stored = this.read(key)?.revision\n    if (stored !== undefined && stored !== expected) return false',
      laws: ['forgottenForGood', 'healsInTenSeconds'],
    },
    {
      name: 'a store sweeps every document',
      file,
      find: '(document.retainUntilMs ?? Infinity) <= nowMs',
      replace: 'nowMs > 0',
      laws: ['healsInTenSeconds', 'lineageIsKept'],
    },
  ],
}
