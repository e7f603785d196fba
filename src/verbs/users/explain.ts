import type { UserInput } from '../../api/call.js'
import type { Explanation } from '../../core/pass/explain.js'
import { explainPass, explainUnreadable } from '../../core/pass/explain.js'
import { audited } from '../../kernel/audited.js'
import { authorizeOnUser } from '../../kernel/authorize.js'
import type { Deps } from '../../kernel/deps.js'
import { inputParser, user as userField } from '../../kernel/input-parser.js'
import { load } from '../../kernel/load.js'
import { recordEnd } from '../../kernel/record-expiry.js'
import type { DirectoryUser } from '../../ports/directory.js'

const parse = inputParser({ user: userField })

export function explain(deps: Deps, input: UserInput): Promise<Explanation> {
  return audited(deps, 'explain', input, async (trail) => {
    const user = await authorizeOnUser(deps, trail, 'explain', parse(input))
    const answer = await explanation(deps, user)
    return { answer, event: { type: 'pass.read', details: { verb: 'explain', passId: answer.pass?.id } } }
  })
}

async function explanation(deps: Deps, user: DirectoryUser): Promise<Explanation> {
  const loaded = await load(deps, user)
  const nowMs = deps.ports.nowMs()
  const { policy, person } = loaded
  if (person.unreadable) return explainUnreadable(user.id, 'pass', person.unreadable)
  if (policy.unreadable) return explainUnreadable(user.id, 'policy', policy.unreadable)
  if (person.document) await recordEnd(deps, loaded, person.document, nowMs)
  return explainPass(person.document, { policy: policy.policy, user, nowMs })
}
