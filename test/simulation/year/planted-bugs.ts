import type { PlantedBugs } from '../planted/planted-bug.js'

const localStart = 'src/core/pass/local-start.ts'

/** What goes wrong only over days and months. */
export const yearBugs: PlantedBugs = {
  always: [
    {
      name: 'a time that the clocks skip is read by the clock after the change',
      file: localStart,
      find: 'exact.length > 0 ? Math.min(...exact) : before',
      replace: 'exact.length > 0 ? Math.min(...exact) : after',
      laws: ['insideItsWindow'],
    },
    {
      name: 're-sealing leaves out a document',
      file: 'src/verbs/maintenance/reseal.ts',
      find: 'for (const entry of page.entries) {',
      replace: 'for (const entry of page.entries.slice(1)) {',
      laws: ['removedKeyIsUnused'],
    },
  ],
  nightly: [
    {
      name: 'of a time that comes twice, the second is used',
      file: localStart,
      find: 'exact.length > 0 ? Math.min(...exact) : before',
      replace: 'exact.length > 0 ? Math.max(...exact) : before',
      laws: ['insideItsWindow'],
    },
    {
      name: 'a document is kept from its last write and not from the end of its pass',
      file: 'src/core/user-document/retention.ts',
      find: 'const latest = Math.max(nowMs, pass?.endAtMs ?? 0,',
      replace: 'const latest = Math.max(nowMs,',
      laws: ['keptForItsRetention', 'answersByTheRules'],
    },
    {
      name: 'a lockout lasts a millisecond too long',
      file: 'src/core/lockout/lockout.ts',
      find: 'lockout.untilMs <= nowMs',
      replace: 'lockout.untilMs < nowMs',
      laws: ['answersByTheRules'],
    },
    {
      name: 'a pass is good at its end',
      file: 'src/core/pass/window.ts',
      find: 'if (nowMs >= pass.endAtMs)',
      replace: 'if (nowMs > pass.endAtMs)',
      laws: ['insideItsWindow'],
    },
    {
      name: 'a sweep removes no document of a user',
      file: 'src/kernel/load.ts',
      find: 'retainUntilMs: laterRetention(minRetainUntilMs, retainUntil(document, policy.policy, deps.ports.nowMs())),',
      replace: 'retainUntilMs: minRetainUntilMs === undefined ? 0 : null,',
      laws: ['keptForItsRetention', 'answersByTheRules'],
    },
  ],
}
