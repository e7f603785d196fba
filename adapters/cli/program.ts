import { readFileSync } from 'node:fs'
import { Argument, Command, CommanderError, Option } from 'commander'
import type { CommandSpec, Flag } from './command.js'
import { commandTable } from './command-table.js'
import { withCompletion } from './commands/completion.js'
import type { ExitCode } from './exit-codes.js'
import { exitCodes } from './exit-codes.js'
import type { Terminal } from './terminal.js'

const commands = withCompletion(commandTable)
const programName = 'temporary-access-pass'

/** Runs the command line, prints what went wrong, and returns the exit code. */
export async function runProgram(terminal: Terminal, typed: readonly string[]): Promise<ExitCode> {
  const out: string[] = []
  const errors: string[] = []
  let ended: ExitCode = exitCodes.done
  const program = createProgram(terminal, {
    ended: (code) => {
      ended = code
    },
    writeOut: (text) => out.push(text),
    writeErr: (text) => errors.push(text),
  })
  try {
    await program.parseAsync(typed, { from: 'user' })
  } catch (error) {
    ended = error instanceof CommanderError ? usageCode(error) : await printFailure(terminal, error, typed)
  }
  await terminal.output.write(out.join(''))
  await terminal.errors.write(errors.join(''))
  return ended
}

interface ProgramOutput {
  readonly ended: (code: ExitCode) => void
  readonly writeOut: (text: string) => void
  readonly writeErr: (text: string) => void
}

function createProgram(terminal: Terminal, { ended, ...output }: ProgramOutput): Command {
  const program = new Command(programName)
    .description('Issues and manages Temporary Access Passes, with the tap that your tap.config.js exports.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .exitOverride()
    .configureOutput({
      ...output,
      getOutHelpWidth: () => terminal.output.width,
      getErrHelpWidth: () => terminal.errors.width,
    })
    .addHelpText('after', `\nThe help of every command has examples: ${programName} help create`)
  const groups = new Map<string, Command>()
  for (const spec of commands) {
    const [last, first] = spec.name.split(' ').reverse()
    const parent = first === undefined ? program : groupOf(program, groups, first)
    const command = parent.command(last ?? spec.name).description(spec.summary)
    describe(command, spec)
    command.action(async (...given: unknown[]) => {
      const run = await spec.load()
      // Commander adds the flags and the command to the arguments.
      const args = given.slice(0, -2) as never[]
      ended(await run(terminal, command.opts() as never, ...args))
    })
  }
  return program
}

function groupOf(program: Command, groups: Map<string, Command>, name: string): Command {
  const known = groups.get(name)
  if (known) return known
  const group = program.command(name).description(
    `${commands
      .filter((spec) => spec.name.startsWith(`${name} `))
      .map((spec) => spec.name.split(' ')[1])
      .join(', ')}: read and change the policy`,
  )
  groups.set(name, group)
  return group
}

function describe(command: Command, { args = [], flags, examples }: CommandSpec): void {
  for (const arg of args) command.addArgument(toArgument(arg))
  for (const flag of flags) command.addOption(toOption(flag))
  const lines = examples.map((example) =>
    example.includes(programName) ? `  ${example}` : `  npx ${programName} ${example}`,
  )
  command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`)
}

function toArgument(arg: string): Argument {
  const [, choices] = /^<([a-z]+(?:\|[a-z]+)+)>$/.exec(arg) ?? []
  if (choices === undefined) return new Argument(arg)
  return new Argument(arg).choices(choices.split('|'))
}

function toOption({ written, summary, choices, isRepeatable, read }: Flag): Option {
  const option = new Option(written, summary)
  if (choices) option.choices(choices)
  if (isRepeatable) {
    option.argParser((text: string, before: readonly unknown[] = []) => [...before, read ? read(text) : text])
  } else if (read) {
    option.argParser(read)
  }
  return option
}

function usageCode({ exitCode }: CommanderError): ExitCode {
  return exitCode === 0 ? exitCodes.done : exitCodes.usage
}

async function printFailure(terminal: Terminal, error: unknown, typed: readonly string[]): Promise<ExitCode> {
  const { describeFailure, exitCodeOf, failureLines } = await import('./failure.js')
  const failure = describeFailure(error)
  const code = exitCodeOf(error)
  const isForScripts = typed.includes('--json')
  const text = isForScripts ? JSON.stringify({ error: failure }) : failureLines(failure).join('\n')
  await terminal.errors.write(`${text}\n`)
  if (code === exitCodes.unexpected && !isForScripts && error instanceof Error)
    await terminal.errors.write(`${error.stack}\n`)
  return code
}

function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return String((JSON.parse(text) as { readonly version?: unknown }).version)
}
