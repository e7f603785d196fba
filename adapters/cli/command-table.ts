import type { OnboardingStage, Usability } from '../../src/index.js'
import type { CommandSpec, Flag } from './command.js'
import {
  concurrency,
  count,
  deliverFlag,
  instant,
  jsonFlag,
  listFlags,
  outputFlags,
  rowFlags,
  sessionFlags,
} from './flags.js'

const common: readonly Flag[] = [...sessionFlags, jsonFlag]
const justification: Flag = { written: '-j, --justification <text>', summary: 'the reason, recorded in the event' }
const ticket: Flag = { written: '-t, --ticket <text>', summary: 'the number of the case, recorded in the event' }

// The lists of the library would cost `--help` the import of the whole package.
const usabilityChoices: Readonly<Record<Usability, true>> = {
  usable: true,
  notYetValid: true,
  inRegistration: true,
  lockedOut: true,
  disabledByPolicy: true,
  userDisabled: true,
  oneTimeUsed: true,
  expired: true,
  revoked: true,
}
const stageChoices: Readonly<Record<OnboardingStage, true>> = {
  planned: true,
  issued: true,
  lapsing: true,
  signedIn: true,
  registered: true,
  lapsed: true,
  failed: true,
}

/** Every command, in the order of `--help`. */
export const commandTable: readonly CommandSpec[] = [
  {
    name: 'init',
    summary: 'write a tap.config.js with comments',
    flags: [
      {
        written: '--store <kind>',
        summary: 'the database that stores the passes',
        choices: ['sqlite', 'postgres', 'mysql'],
      },
    ],
    examples: ['init', 'init --store postgres'],
    load: async () => (await import('./commands/init.js')).runInit,
  },
  {
    name: 'keygen',
    summary: 'generate a root key',
    flags: [{ written: '-o, --output <file>', summary: 'write the key to a new file that only you can read' }],
    examples: ['keygen --output tap.key', 'keygen | vault kv put secret/tap key=-'],
    load: async () => (await import('./commands/keygen.js')).runKeygen,
  },
  {
    name: 'schema',
    summary: 'print the CREATE TABLE statement of a store',
    args: ['<sqlite|postgres|mysql>'],
    flags: [{ written: '--table <name>', summary: 'the name of the table (default "temporary_access_pass")' }],
    examples: ['schema postgres', 'schema sqlite --table passes | sqlite3 passes.db'],
    load: async () => (await import('./commands/schema.js')).runSchema,
  },
  {
    name: 'policy show',
    summary: 'print the policy',
    flags: common,
    examples: ['policy show', 'policy show --json > policy.json'],
    load: async () => (await import('./commands/policy-show.js')).runPolicyShow,
  },
  {
    name: 'policy review',
    summary: 'compare the policy with NIST SP 800-63B-4 and OWASP ASVS 5.0',
    flags: [...common, { written: '--strict', summary: 'exit with 1 if there is a warning' }],
    examples: ['policy review', 'policy review --strict'],
    load: async () => (await import('./commands/policy-review.js')).runPolicyReview,
  },
  {
    name: 'policy set',
    summary: 'change fields of the policy',
    args: ['[field=value...]'],
    flags: [...common, { written: '-f, --file <file>', summary: 'a JSON object with the fields to change' }],
    examples: [
      'policy set state=enabled isUsableOnce=true',
      'policy set issuing.maximumPerHour.actor=100',
      'policy set --file policy.json',
    ],
    load: async () => (await import('./commands/policy-set.js')).runPolicySet,
  },
  {
    name: 'create',
    summary: 'issue a pass',
    args: ['<user>'],
    flags: [
      ...common,
      {
        written: '--start <instant>',
        summary: 'when the pass starts, such as 2026-12-01T09:00+01:00 (default now)',
        read: instant,
      },
      {
        written: '--lifetime <minutes>',
        summary: 'how long the pass can be used (default from the policy)',
        read: count,
      },
      { written: '--once', summary: 'the pass can be used once' },
      { written: '--multi-use', summary: 'the pass can be used until it expires' },
      justification,
      ticket,
      deliverFlag,
      ...outputFlags,
    ],
    examples: [
      'create ada@example.com --once --justification "lost phone" --ticket INC-42',
      'create ada@example.com --deliver email',
      'create ada@example.com --output ada.age --recipient age1...',
    ],
    load: async () => (await import('./commands/create.js')).runCreate,
  },
  {
    name: 'explain',
    summary: 'say whether a user can sign in with a pass, why, and what to do',
    args: ['<user>'],
    flags: common,
    examples: ['explain ada@example.com', 'explain ada@example.com --json | jq -r .advice'],
    load: async () => (await import('./commands/explain.js')).runExplain,
  },
  {
    name: 'list',
    summary: 'print every pass of the tenant',
    flags: [
      ...common,
      {
        written: '--usability <word>',
        summary: 'only passes in this state',
        choices: Object.keys(usabilityChoices),
      },
    ],
    examples: ['list', 'list --usability usable', 'list --json | jq -r .userId'],
    load: async () => (await import('./commands/list.js')).runList,
  },
  {
    name: 'delete',
    summary: 'delete a pass, which ends it at once',
    args: ['<user>'],
    flags: [
      ...common,
      { written: '--pass <id>', summary: 'delete only the pass with this id' },
      { written: '--cascade', summary: 'also list the credentials registered with the pass, for you to remove' },
    ],
    examples: ['delete ada@example.com', 'delete ada@example.com --cascade --json'],
    load: async () => (await import('./commands/delete.js')).runDelete,
  },
  {
    name: 'unlock',
    summary: 'end a lockout after wrong codes',
    args: ['<user>'],
    flags: [...common, justification],
    examples: ['unlock ada@example.com --justification "called back on the known number"'],
    load: async () => (await import('./commands/unlock.js')).runUnlock,
  },
  {
    name: 'bulk',
    summary: 'issue a pass for each row of a CSV file',
    args: ['<file>'],
    flags: [
      ...common,
      { written: '-n, --dry-run', summary: 'check every row, issue nothing' },
      { written: '--all-or-nothing', summary: 'check every row first; issue nothing unless all rows are accepted' },
      { written: '--batch <name>', summary: 'a name for this run; the same rows with another name are issued again' },
      {
        written: '--concurrency <rows>',
        summary: 'how many rows to process at once, 1 to 64 (default 8)',
        read: concurrency,
      },
      ...listFlags,
      ...rowFlags,
      deliverFlag,
      ...outputFlags,
    ],
    examples: [
      'bulk hires.csv --dry-run',
      'bulk hires.csv --deliver email',
      'bulk export.csv --column user="Email - Work" --ignore-columns --deliver email',
      'bulk hires.csv --output codes.age --recipients-file front-desk.txt --all-or-nothing',
      'hr-export | npx temporary-access-pass bulk - --deliver email --json',
    ],
    load: async () => (await import('./commands/bulk.js')).runBulk,
  },
  {
    name: 'report',
    summary: 'show the onboarding stage of every user in a CSV file',
    args: ['<file>'],
    flags: [
      ...common,
      {
        written: '--lapsing <hours>',
        summary: 'an unused pass that ends within these hours is lapsing (default a quarter of its lifetime)',
        read: count,
      },
      {
        written: '--only <stage>',
        summary: 'list the users in this stage only',
        choices: Object.keys(stageChoices),
      },
      ...listFlags,
    ],
    examples: ['report hires.csv', 'report hires.csv --only lapsing', 'report hires.csv --json'],
    load: async () => (await import('./commands/report.js')).runReport,
  },
  {
    name: 'reseal',
    summary: 'encrypt documents of older keys again with the first key',
    flags: common,
    examples: ['reseal'],
    load: async () => (await import('./commands/reseal.js')).runReseal,
  },
  {
    name: 'sweep',
    summary: 'delete documents whose retention has ended',
    flags: common,
    examples: ['sweep'],
    load: async () => (await import('./commands/sweep.js')).runSweep,
  },
  {
    name: 'send-notices',
    summary: 'send the notices that could not be sent before',
    flags: common,
    examples: ['send-notices'],
    load: async () => (await import('./commands/send-notices.js')).runSendNotices,
  },
]
