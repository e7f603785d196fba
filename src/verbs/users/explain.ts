import type { UserInput } from '../../api/call.js'
import type { Explanation } from '../../core/pass/explain.js'
import { explainPass, explainUnreadable } from '../../core/pass/explain.js'
import { audited } from '../../kernel/audited.js'
import { authorizeOnUser } from '../../kernel/authorize.js'
import type { Deps } from '../../kernel/deps.js'
import { id } from '../../kernel/input-fields.js'
import { inputParser } from '../../kernel/input-parser.js'
import { load } from '../../kernel/load.js'
import { recordEnd } from '../../kernel/record-expiry.js'
import type { DirectoryUser } from '../../ports/directory.js'

const parse = inputParser({ user: id })

export function explain(deps: Deps, input: UserInput): Promise<Explanation> {
  return audited(deps, 'users.explain', input, async (audit) => {
    const user = await authorizeOnUser(deps, audit, 'users.explain', parse(input))
    const value = await explanation(deps, user)
    return { value, event: { type: 'pass.read', details: { call: 'users.explain', passId: value.pass?.id } } }
  })
}

async function explanation(deps: Deps, user: DirectoryUser): Promise<Explanation> {
  const loaded = await load(deps, user)
  const nowMs = deps.ports.nowMs()
  const { policy, loadedUser } = loaded
  if (loadedUser.unreadable) return explainUnreadable(user.id, 'pass', loadedUser.unreadable)
  if (policy.unreadable) return explainUnreadable(user.id, 'policy', policy.unreadable)
  if (loadedUser.document) await recordEnd(deps, loaded, loadedUser.document, nowMs)
  return explainPass(loadedUser.document, { policy: policy.policy, user, nowMs })
}
