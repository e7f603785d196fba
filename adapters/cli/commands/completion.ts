import type { CommandSpec } from '../command.js'
import { completionFor } from '../completion.js'
import { exitCodes } from '../exit-codes.js'

/** Adds the command `completion`, which completes every command and itself. */
export function withCompletion(table: readonly CommandSpec[]): readonly CommandSpec[] {
  const completion: CommandSpec = {
    name: 'completion',
    summary: 'print a script that completes these commands in a shell',
    args: ['<bash|zsh|fish>'],
    flags: [],
    examples: [
      'completion bash >> ~/.bashrc',
      'completion fish > ~/.config/fish/completions/temporary-access-pass.fish',
    ],
    load: async () => async (terminal, _flags, shell) => {
      await terminal.output.write(completionFor(shell, all))
      return exitCodes.done
    },
  }
  const all = [...table, completion]
  return all
}
