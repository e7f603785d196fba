import type { ExitCode } from '../exit-codes.js'
import { exitCodes } from '../exit-codes.js'
import { printJson, printTable } from '../output.js'
import { policyRows } from '../policy-rows.js'
import type { SessionFlags } from '../session.js'
import { withSession } from '../session.js'
import type { Terminal } from '../terminal.js'

export function runPolicyShow(terminal: Terminal, flags: SessionFlags): Promise<ExitCode> {
  return withSession(terminal, flags, async ({ tap, ...call }) => {
    const policy = await tap.policy.get(call)
    if (flags.json) await printJson(terminal, policy)
    else await printTable(terminal, { headings: ['field', 'value', 'may be'], rows: policyRows(policy) })
    return exitCodes.done
  })
}
