import type { MaintenanceVerbs, ResealProgress } from '../../api/maintenance.js'
import { documentKinds } from '../../core/documents/document-kinds.js'
import type { KeyRing } from '../../crypto/key-ring.js'
import { isSealedByWriter, openDocument, sealDocument } from '../../crypto/seal.js'
import type { Deps } from '../../kernel/deps.js'
import { checkedCursor, checkedLimit, invalidCursor, scanPage } from '../../kernel/page-input.js'
import type { StoreEntry } from '../../ports/store.js'

const kinds: readonly string[] = documentKinds.filter(({ isResealed }) => isResealed).map(({ kind }) => kind)

export async function reseal(deps: Deps, input?: Parameters<MaintenanceVerbs['reseal']>[0]): Promise<ResealProgress> {
  const limit = checkedLimit(input)
  const { kind, cursor } = readCursor(checkedCursor(input))
  const ring = await deps.ports.keyRing()
  const page = await scanPage(deps, { kind, cursor, limit })
  let resealed = 0
  let remaining = 0
  for (const entry of page.entries) {
    if (isSealedByWriter(ring, entry.document)) continue
    if (await resealEntry(deps, ring, entry)) resealed += 1
    else remaining += 1
  }
  return { resealed, remaining, cursor: nextCursor(kind, page.cursor) }
}

async function resealEntry({ ports, cryptography }: Deps, ring: KeyRing, entry: StoreEntry): Promise<boolean> {
  const { key, document } = entry
  const opened = openDocument({ ring, cryptography }, key, document)
  if (!opened.ok) return false
  const { body, retainUntilMs } = document
  const context = { ring, cryptography, randomBytes: ports.randomBytes }
  const next = sealDocument(context, key, { body, secret: opened.secret, retainUntilMs })
  return ports.compareAndSet(key, document.revision, next)
}

/** A cursor of this call is the current kind and the store's own cursor within that kind: `user:…`. */
function readCursor(typed: string | undefined): { readonly kind: string; readonly cursor: string | undefined } {
  if (typed === undefined) return { kind: kinds[0] as string, cursor: undefined }
  const [, kind, cursor] = /^([a-zA-Z]+):(.*)$/s.exec(typed) ?? []
  const known = kinds.find((name) => name === kind)
  if (!known) throw invalidCursor('type')
  return { kind: known, cursor: cursor === '' ? undefined : cursor }
}

function nextCursor(kind: string, cursor: string | undefined): string | undefined {
  if (cursor !== undefined) return `${kind}:${cursor}`
  const next = kinds[kinds.indexOf(kind) + 1]
  return next && `${next}:`
}
