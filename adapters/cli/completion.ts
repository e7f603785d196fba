import type { CommandSpec, Flag } from './command.js'

const program = 'temporary-access-pass'

/** Returns a static script that completes commands, flags and the choices of a flag. It runs no program. */
export function completionFor(shell: 'bash' | 'zsh' | 'fish', table: readonly CommandSpec[]): string {
  if (shell === 'fish') return fish(table)
  // Zsh can run bash completions.
  return shell === 'zsh' ? `autoload -U +X bashcompinit && bashcompinit\n${bash(table)}` : bash(table)
}

function bash(table: readonly CommandSpec[]): string {
  const groups = groupsOf(table)
  return `_temporary_access_pass() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} words=
  case "$command" in
    ${[...groups.keys()].join('|')}) [ "$COMP_CWORD" -gt 1 ] && command="$command \${COMP_WORDS[2]}" ;;
  esac
  COMPREPLY=()
  case "$command $before" in
${table.flatMap((spec) => spec.flags.filter(({ choices }) => choices).map((flag) => bashChoices(spec, flag))).join('\n')}
  esac
  if [ -z "$words" ]; then
    if [ "$COMP_CWORD" -eq 1 ]; then
      words="${firstWords(table).join(' ')}"
    else
      case "$command" in
${table.map((spec) => `        '${spec.name}') words="${[...wordsOf(spec), ...longFlags(spec)].join(' ')}" ;;`).join('\n')}
${[...groups].map(([name, inner]) => `        '${name}'|'${name} '*) words="${inner.join(' ')}" ;;`).join('\n')}
      esac
    fi
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _temporary_access_pass ${program}
`
}

function bashChoices({ name }: CommandSpec, { written, choices = [] }: Flag): string {
  return `    '${name} ${longOf(written)}') words="${choices.join(' ')}" ;;`
}

function fish(table: readonly CommandSpec[]): string {
  const groups = groupsOf(table)
  const lines = [
    ...table
      .filter(({ name }) => !name.includes(' '))
      .map(({ name, summary }) => fishLine('__fish_use_subcommand', `-a ${name}`, summary)),
    ...[...groups].map(([name]) => fishLine('__fish_use_subcommand', `-a ${name}`, 'read and change the policy')),
    ...table.flatMap((spec) => fishCommand(spec)),
  ]
  return `${lines.join('\n')}\n`
}

function fishCommand(spec: CommandSpec): readonly string[] {
  const [group, inner] = spec.name.split(' ')
  const seen = `__fish_seen_subcommand_from ${group}`
  const own = inner === undefined ? seen : `${seen}; and __fish_seen_subcommand_from ${inner}`
  const named =
    inner === undefined
      ? []
      : [fishLine(`${seen}; and not __fish_seen_subcommand_from ${inner}`, `-a ${inner}`, spec.summary)]
  const words = wordsOf(spec).map((word) => fishLine(own, `-a ${word}`, ''))
  const flags = spec.flags.map(({ written, summary, choices }) => {
    const [, short] = /^-([A-Za-z]),/.exec(written) ?? []
    const value = written.includes('<') ? ` -r${choices ? ` -f -a '${choices.join(' ')}'` : ''}` : ''
    return fishLine(own, `${short === undefined ? '' : `-s ${short} `}-l ${longOf(written).slice(2)}${value}`, summary)
  })
  return [...named, ...words, ...flags]
}

function fishLine(condition: string, what: string, summary: string): string {
  const described = summary === '' ? '' : ` -d '${summary.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  return `complete -c ${program} -n '${condition}' ${what}${described}`
}

function firstWords(table: readonly CommandSpec[]): readonly string[] {
  return [...new Set([...table.map(({ name }) => name.split(' ')[0] ?? ''), 'help'])]
}

function groupsOf(table: readonly CommandSpec[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>()
  for (const { name } of table) {
    const [group = '', inner] = name.split(' ')
    if (inner !== undefined) groups.set(group, [...(groups.get(group) ?? []), inner])
  }
  return groups
}

/** Returns the choices of an argument such as `<sqlite|postgres|mysql>`. */
function wordsOf({ args = [] }: CommandSpec): readonly string[] {
  return args.flatMap((arg) => (arg.includes('|') ? arg.slice(1, -1).split('|') : []))
}

function longFlags({ flags }: CommandSpec): readonly string[] {
  return flags.map(({ written }) => longOf(written))
}

function longOf(written: string): string {
  return /--[a-z-]+/.exec(written)?.[0] ?? written
}
