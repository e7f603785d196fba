import type { CommandSpec, Flag } from './command.js'
import { count, deliverFlag, instant, jsonFlag, outputFlags, sessionFlags } from './flags.js'

const common: readonly Flag[] = [...sessionFlags, jsonFlag]
const justification: Flag = { written: '-j, --justification <text>', summary: 'why, kept in the event' }
const ticket: Flag = { written: '-t, --ticket <text>', summary: 'for which case, kept in the event' }
const delimiter: Flag = { written: '--delimiter <sign>', summary: 'what separates cells (default ",")' }

/** Every command, in the order of `--help`. */
export const commandTable: readonly CommandSpec[] = [
  {
    name: 'init',
    summary: 'write a commented tap.config.js to begin with',
    flags: [{ written: '--store <kind>', summary: 'where passes live', choices: ['sqlite', 'postgres', 'mysql'] }],
    examples: ['init', 'init --store postgres'],
    load: () => import('./commands/init.js'),
  },
  {
    name: 'keygen',
    summary: 'draw a root key',
    flags: [{ written: '-o, --output <file>', summary: 'write it into a new file that only you can read' }],
    examples: ['keygen --output tap.key', 'keygen | vault kv put secret/tap key=-'],
    load: () => import('./commands/keygen.js'),
  },
  {
    name: 'schema',
    summary: 'print the table that a store needs',
    args: ['<sqlite|postgres|mysql>'],
    flags: [{ written: '--table <name>', summary: 'its name (default "temporary_access_pass")' }],
    examples: ['schema postgres', 'schema sqlite --table passes | sqlite3 passes.db'],
    load: () => import('./commands/schema.js'),
  },
  {
    name: 'policy show',
    summary: 'print the policy in force',
    flags: common,
    examples: ['policy show', 'policy show --json > policy.json'],
    load: () => import('./commands/policy-show.js'),
  },
  {
    name: 'policy review',
    summary: 'compare the policy with NIST SP 800-63B-4 and OWASP ASVS 5.0',
    flags: [...common, { written: '--strict', summary: 'exit with 1 when there is a warning' }],
    examples: ['policy review', 'policy review --strict'],
    load: () => import('./commands/policy-review.js'),
  },
  {
    name: 'policy set',
    summary: 'change fields of the policy',
    args: ['[field=value...]'],
    flags: [...common, { written: '-f, --file <file>', summary: 'the fields to change, as a JSON object' }],
    examples: [
      'policy set state=enabled isUsableOnce=true',
      'policy set issuing.maximumPerHour.actor=100',
      'policy set --file policy.json',
    ],
    load: () => import('./commands/policy-set.js'),
  },
  {
    name: 'create',
    summary: 'issue a pass',
    args: ['<user>'],
    flags: [
      ...common,
      { written: '--start <instant>', summary: 'first instant of use, such as 2026-12-01T09:00+01:00', read: instant },
      { written: '--lifetime <minutes>', summary: "instead of the policy's default", read: count },
      { written: '--once', summary: 'usable once' },
      { written: '--multi-use', summary: 'usable again and again' },
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
    load: () => import('./commands/create.js'),
  },
  {
    name: 'explain',
    summary: 'say why a person can sign in with a pass or cannot, and what helps',
    args: ['<user>'],
    flags: common,
    examples: ['explain ada@example.com', 'explain ada@example.com --json | jq -r .advice'],
    load: () => import('./commands/explain.js'),
  },
  {
    name: 'list',
    summary: 'print every pass of the tenant',
    flags: [...common, { written: '--usability <word>', summary: 'only these: usable, notYetValid, expired, ...' }],
    examples: ['list', 'list --usability usable', 'list --json | jq -r .userId'],
    load: () => import('./commands/list.js'),
  },
  {
    name: 'delete',
    summary: 'end a pass at once',
    args: ['<user>'],
    flags: [
      ...common,
      { written: '--pass <id>', summary: 'only if it is this one' },
      { written: '--cascade', summary: 'also say which credentials came through it, for you to remove' },
    ],
    examples: ['delete ada@example.com', 'delete ada@example.com --cascade --json'],
    load: () => import('./commands/delete.js'),
  },
  {
    name: 'unlock',
    summary: 'end the wait after wrong codes',
    args: ['<user>'],
    flags: [...common, justification],
    examples: ['unlock ada@example.com --justification "called back on the known number"'],
    load: () => import('./commands/unlock.js'),
  },
  {
    name: 'bulk',
    summary: 'issue a pass for each row of a CSV file',
    args: ['<file>'],
    flags: [
      ...common,
      { written: '-n, --dry-run', summary: 'judge every row, issue nothing' },
      { written: '--all-or-nothing', summary: 'judge every row first; issue nothing unless all are good' },
      { written: '--batch <name>', summary: 'the same rows under another name are issued again' },
      { written: '--concurrency <rows>', summary: 'rows under way at once, 1 to 64 (default 8)', read: count },
      delimiter,
      deliverFlag,
      ...outputFlags,
    ],
    examples: [
      'bulk hires.csv --dry-run',
      'bulk hires.csv --deliver email',
      'bulk hires.csv --output codes.age --recipients-file front-desk.txt --all-or-nothing',
      'hr-export | npx temporary-access-pass bulk - --deliver email --json',
    ],
    load: () => import('./commands/bulk.js'),
  },
  {
    name: 'report',
    summary: 'say how far the people of a CSV file have come',
    args: ['<file>'],
    flags: [
      ...common,
      {
        written: '--lapsing <hours>',
        summary: 'what counts as about to lapse (default a quarter of the lifetime)',
        read: count,
      },
      {
        written: '--only <state>',
        summary: 'list these people only',
        choices: ['planned', 'issued', 'signedIn', 'registered', 'lapsing', 'lapsed', 'failed'],
      },
      delimiter,
    ],
    examples: ['report hires.csv', 'report hires.csv --only lapsing', 'report hires.csv --json'],
    load: () => import('./commands/report.js'),
  },
  {
    name: 'reseal',
    summary: 'seal again, under the first key, what older keys have sealed',
    flags: common,
    examples: ['reseal'],
    load: () => import('./commands/reseal.js'),
  },
  {
    name: 'sweep',
    summary: 'remove what is past its retention',
    flags: common,
    examples: ['sweep'],
    load: () => import('./commands/sweep.js'),
  },
  {
    name: 'send-notices',
    summary: 'tell people what could not be told when it happened',
    flags: common,
    examples: ['send-notices'],
    load: () => import('./commands/send-notices.js'),
  },
]
