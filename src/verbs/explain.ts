import type { Explanation } from '../pass/explain.js'
import { explainPass, explainUnreadable } from '../pass/explain.js'
import type { DirectoryUser } from '../ports/directory.js'
import { audited } from './audited.js'
import { authorizeOnUser } from './caller.js'
import type { Deps } from './deps.js'
import { load } from './load.js'
import { inputParser, user as userField } from './parse-input.js'
import { recordEnd } from './record-end.js'
import type { UserInput } from './types.js'

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
