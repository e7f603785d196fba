import type { CommandSpec } from '../command.js'
import { completionFor } from '../completion.js'
import { exitCodes } from '../exit-codes.js'

/** Completes all of these, and itself. */
export function withCompletion(table: readonly CommandSpec[]): readonly CommandSpec[] {
  const completion: CommandSpec = {
    name: 'completion',
    summary: 'print what makes a shell complete these commands',
    args: ['<bash|zsh|fish>'],
    flags: [],
    examples: [
      'completion bash >> ~/.bashrc',
      'completion fish > ~/.config/fish/completions/temporary-access-pass.fish',
    ],
    load: async () => ({
      async run(terminal, _flags, shell) {
        await terminal.output.write(completionFor(shell, all))
        return exitCodes.done
      },
    }),
  }
  const all = [...table, completion]
  return all
}
