import type { ListInput, Page } from '../../api/call.js'
import { inputIssue } from '../../core/input/input-issue.js'
import { describePass } from '../../core/pass/describe.js'
import type { Pass } from '../../core/pass/pass.js'
import { InvalidInputError, PortFailedError } from '../../errors.js'
import { audited } from '../../kernel/audited.js'
import { authorize } from '../../kernel/authorize.js'
import type { Deps } from '../../kernel/deps.js'
import { inputParser, optional, optionalCount, text } from '../../kernel/input-parser.js'
import { loadPolicy, openUser, requireReadable } from '../../kernel/load.js'
import type { Loaded } from '../../kernel/loaded.js'
import { recordEnd } from '../../kernel/record-expiry.js'
import type { ScannedPage, StoreEntry } from '../../ports/store.js'

const parse = inputParser({ cursor: optional(text(1, 4_096)), limit: optionalCount(1, 100) })
const defaultLimit = 50

export function listPasses(deps: Deps, input: ListInput): Promise<Page<Pass>> {
  return audited(deps, 'passes.list', input, async (audit) => {
    const { actor, cursor, limit = defaultLimit } = parse(input)
    await authorize(deps, audit, 'passes.list', actor)
    const loaded = await loadPolicy(deps)
    requireReadable(loaded.policy)
    const page = await scanPage(deps, cursor, limit)
    const passes = await Promise.all(page.entries.map((entry) => describeEntry(deps, loaded, entry)))
    const items = passes.filter((pass) => pass !== undefined)
    return {
      value: { items, cursor: page.cursor },
      event: { type: 'pass.read', details: { call: 'passes.list' } },
    }
  })
}

/** A store says of a cursor that it never answered that it is out of range. */
async function scanPage(deps: Deps, cursor: string | undefined, limit: number): Promise<ScannedPage> {
  try {
    return await deps.ports.scan({ kind: 'user', tenantId: deps.tenantId, cursor, limit })
  } catch (error) {
    const isStrange = error instanceof PortFailedError && error.cause instanceof RangeError
    if (cursor === undefined || !isStrange) throw error
    throw new InvalidInputError([inputIssue('range', 'cursor', 'input.cursor')])
  }
}

/** A document without a pass, of somebody who had the id before, or that does not open, is left out: `explain` tells of it. */
async function describeEntry(
  deps: Deps,
  { ring, policy }: Omit<Loaded, 'loadedUser'>,
  { key, document: stored }: StoreEntry,
): Promise<Pass | undefined> {
  const { tenantId } = deps
  if (key.tenantId !== tenantId) return undefined
  const user = await deps.ports.findUser({ user: key.id, tenantId })
  const person = user ?? { id: key.id, isEnabled: false }
  const held = openUser(deps, ring, key, stored, person)
  const { document } = held
  if (!document?.pass) return undefined
  const { wrongCodes, pass } = document
  await recordEnd(deps, { ring, policy, loadedUser: held }, document, deps.ports.nowMs())
  return describePass(key.id, pass, { wrongCodes, policy: policy.policy, user, nowMs: deps.ports.nowMs() })
}
