import type { ListInput, Page } from '../../api/call.js'
import { maxCursorLength } from '../../core/input/limits.js'
import { describePass } from '../../core/pass/describe.js'
import type { Pass } from '../../core/pass/pass.js'
import { audited } from '../../kernel/audited.js'
import { authorize } from '../../kernel/authorize.js'
import type { Deps } from '../../kernel/deps.js'
import { optional, text, wholeNumber } from '../../kernel/input-fields.js'
import { inputParser } from '../../kernel/input-parser.js'
import { loadPolicy, openUser, requireReadable } from '../../kernel/load.js'
import type { Loaded } from '../../kernel/loaded.js'
import { scanPage } from '../../kernel/page-input.js'
import { recordEnd } from '../../kernel/record-expiry.js'
import type { ShownEntry } from '../../kernel/shown.js'

const parse = inputParser({ cursor: optional(text(1, maxCursorLength)), limit: optional(wholeNumber(1, 100)) })
const defaultLimit = 50

export function listPasses(deps: Deps, input: ListInput): Promise<Page<Pass>> {
  return audited(deps, 'passes.list', input, async (audit) => {
    const { actor, cursor, limit = defaultLimit } = parse(input)
    await authorize(deps, audit, 'passes.list', actor)
    const loaded = await loadPolicy(deps)
    requireReadable(loaded.policy)
    const page = await scanPage(deps, { kind: 'user', tenantId: deps.tenantId, cursor, limit })
    const passes = await Promise.all(page.entries.map((entry) => describeEntry(deps, loaded, entry)))
    const items = passes.filter((pass) => pass !== undefined)
    return {
      value: { items, cursor: page.cursor },
      event: { type: 'pass.read', details: { call: 'passes.list' } },
    }
  })
}

/** Leaves out documents that are unreadable, have no pass, or belong to an earlier user with the same id. */
async function describeEntry(
  deps: Deps,
  { ring, policy }: Omit<Loaded, 'loadedUser'>,
  { key, shown }: ShownEntry,
): Promise<Pass | undefined> {
  const { tenantId } = deps
  if (key.tenantId !== tenantId) return undefined
  const user = await deps.ports.findUser({ user: key.id, tenantId })
  const loadedUser = openUser(deps, ring, key, shown, user ?? { id: key.id, isEnabled: false })
  const { document } = loadedUser
  if (!document?.pass) return undefined
  const { wrongCodes, pass } = document
  await recordEnd(deps, { ring, policy, loadedUser }, document, deps.ports.nowMs())
  return describePass(key.id, pass, { wrongCodes, policy: policy.policy, user, nowMs: deps.ports.nowMs() })
}
