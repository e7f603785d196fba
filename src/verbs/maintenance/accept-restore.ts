import type { MaintenanceVerbs } from '../../api/maintenance.js'
import { maxCursorLength } from '../../core/input/limits.js'
import type { KeyRing } from '../../crypto/key-ring.js'
import { openDocument } from '../../crypto/seal.js'
import { audited } from '../../kernel/audited.js'
import { authorize } from '../../kernel/authorize.js'
import type { Deps } from '../../kernel/deps.js'
import { optional, text, wholeNumber } from '../../kernel/input-fields.js'
import { inputParser } from '../../kernel/input-parser.js'
import { nextKindCursor, readKindCursor } from '../../kernel/kind-cursor.js'
import { scanPage } from '../../kernel/page-input.js'
import type { ShownEntry } from '../../kernel/shown.js'

const parse = inputParser({ cursor: optional(text(1, maxCursorLength)), limit: optional(wholeNumber(1, 10_000)) })
const defaultLimit = 500

type AcceptRestore = MaintenanceVerbs['acceptRestore']

/** Makes every process accept what the store shows, with the first page. Each page protects its documents from then on. */
export function acceptRestore(deps: Deps, input: Parameters<AcceptRestore>[0]): ReturnType<AcceptRestore> {
  return audited(deps, 'maintenance.acceptRestore', input, async (audit) => {
    const { actor, cursor: typed, limit = defaultLimit } = parse(input)
    const { kind, cursor } = readKindCursor(typed)
    const { tenantId, ports } = deps
    await authorize(deps, audit, 'maintenance.acceptRestore', actor)
    if (typed === undefined) await ports.acceptTenant(tenantId)
    const ring = await ports.keyRing()
    const page = await scanPage(deps, { kind, tenantId, cursor, limit })
    let accepted = 0
    for (const entry of page.entries) if (await acceptEntry(deps, ring, entry)) accepted += 1
    return {
      value: { accepted, cursor: nextKindCursor({ kind, cursor: page.cursor }) },
      event: { type: 'restore.accepted', details: { accepted } },
    }
  })
}

async function acceptEntry(
  { tenantId, ports, cryptography }: Deps,
  ring: KeyRing,
  { key, shown: { stored } }: ShownEntry,
): Promise<boolean> {
  if (key.tenantId !== tenantId || !stored || !openDocument({ ring, cryptography }, key, stored).ok) return false
  await ports.acceptDocument(key, stored)
  return true
}
