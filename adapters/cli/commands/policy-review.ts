import { reviewPolicy } from '../../../src/index.js'
import type { ExitCode } from '../exit-codes.js'
import { exitCodes } from '../exit-codes.js'
import { printJson, printLine } from '../output.js'
import type { SessionFlags } from '../session.js'
import { withSession } from '../session.js'
import type { Terminal } from '../terminal.js'

export interface PolicyReviewFlags extends SessionFlags {
  readonly strict?: boolean | undefined
}

export function runPolicyReview(terminal: Terminal, flags: PolicyReviewFlags): Promise<ExitCode> {
  return withSession(terminal, flags, async ({ tap, ...call }) => {
    const findings = reviewPolicy(await tap.policy.get(call))
    if (flags.json) {
      for (const finding of findings) await printJson(terminal, finding)
    } else if (findings.length === 0) {
      await printLine(terminal, 'No findings: the policy follows both standards.')
    } else {
      for (const { severity, message, clause } of findings) {
        await printLine(terminal, `${severity.padEnd(7)}  ${message}\n         ${clause}`)
      }
    }
    const isShort = findings.some(({ severity }) => severity === 'warning')
    return flags.strict && isShort ? exitCodes.refused : exitCodes.done
  })
}
