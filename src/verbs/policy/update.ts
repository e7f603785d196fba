import * as z from 'zod/mini'
import type { UpdatePolicyInput } from '../../api/policy.js'
import { messageText } from '../../core/message/english.js'
import { judgePolicy, mergePolicy } from '../../core/policy/merge.js'
import { parsePolicyPatch } from '../../core/policy/parse.js'
import type { Policy, PolicyPatch } from '../../core/policy/policy.js'
import { withCommit } from '../../core/user-document/user-document.js'
import { InvalidInputError, PolicyViolationError } from '../../errors.js'
import { audited } from '../../kernel/audited.js'
import { authorize } from '../../kernel/authorize.js'
import { changePolicy } from '../../kernel/change-policy.js'
import type { Deps } from '../../kernel/deps.js'
import { inputParser } from '../../kernel/input-parser.js'
import { requireReadable, writePolicy } from '../../kernel/load.js'

const parse = inputParser({
  patch: { schema: z.unknown(), expected: { expected: messageText('expected.patch') } },
})

export function updatePolicy(deps: Deps, input: UpdatePolicyInput): Promise<Policy> {
  return audited(deps, 'policy.update', input, async (audit) => {
    const { actor, patch: typed } = parse(input)
    await authorize(deps, audit, 'policy.update', actor)
    const patch = parsePatch(typed)
    const { before, after } = await changePolicy(deps, ({ ring, policy: loaded }, commitId) => {
      const before = requireReadable(loaded).policy
      const after = requireValid(mergePolicy(before, patch))
      const write = writePolicy(deps, ring, loaded, after, withCommit(loaded.commitIds, commitId))
      return { value: { before, after }, write }
    })
    return { value: after, event: { type: 'policy.updated', details: { before, after } } }
  })
}

function parsePatch(typed: unknown): PolicyPatch {
  const parsed = parsePolicyPatch(typed)
  if (!parsed.ok) throw new InvalidInputError(parsed.issues)
  return parsed.patch
}

function requireValid(policy: Policy): Policy {
  const { input, risk } = judgePolicy(policy)
  if (input.length > 0) throw new InvalidInputError(input)
  if (risk.length > 0) throw new PolicyViolationError(risk)
  return policy
}
