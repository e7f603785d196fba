import type { MaintenanceVerbs, ResealProgress } from '../../api/maintenance.js'
import type { KeyRing } from '../../crypto/key-ring.js'
import { isSealedByWriter } from '../../crypto/seal.js'
import type { Deps } from '../../kernel/deps.js'
import { nextKindCursor, readKindCursor } from '../../kernel/kind-cursor.js'
import { openDecoded, rewrite } from '../../kernel/load.js'
import { checkedCursor, checkedLimit, scanPage } from '../../kernel/page-input.js'
import type { ShownEntry } from '../../kernel/shown.js'

export async function reseal(deps: Deps, input?: Parameters<MaintenanceVerbs['reseal']>[0]): Promise<ResealProgress> {
  const limit = checkedLimit(input)
  const { kind, cursor } = readKindCursor(checkedCursor(input))
  const ring = await deps.ports.keyRing()
  const page = await scanPage(deps, { kind, cursor, limit })
  let resealed = 0
  let remaining = 0
  for (const entry of page.entries) {
    const { stored } = entry.shown
    if (!stored || isSealedByWriter(ring, stored)) continue
    if (await resealEntry(deps, ring, entry)) resealed += 1
    else remaining += 1
  }
  return { resealed, remaining, cursor: nextKindCursor({ kind, cursor: page.cursor }) }
}

/** Leaves a document that was set back: sealed again, it would count as the newest. */
async function resealEntry(deps: Deps, ring: KeyRing, { key, shown }: ShownEntry): Promise<boolean> {
  const write = rewrite(
    deps,
    ring,
    openDecoded(deps, ring, key, shown, () => true),
  )
  return write !== undefined && deps.ports.compareAndSet(key, write.expected, write.next)
}
