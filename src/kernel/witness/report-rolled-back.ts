import { encodeId } from '../../core/event/clean-text.js'
import type { StoreKey } from '../../ports/store.js'
import type { Deps } from '../deps.js'
import { drawGuid } from '../draw-id.js'

/**
 * Accepts a document that is older than one that this process has seen, and emits an event about it once. The event is
 * emitted after the call, because its steps must not show what is stored. If it cannot be recorded, it is lost.
 */
export function reportRolledBack(deps: Deps, key: StoreKey, version: number): void {
  const { versions, ports, timer } = deps
  const knownVersion = versions.seen(key, versions.mark())?.version ?? 0
  if (knownVersion <= version) return
  versions.forget(key)
  const id = encodeId(key.id)
  const emit = (): Promise<void> =>
    ports.emit({
      type: 'document.rolledBack',
      id: drawGuid(ports.randomBytes),
      at: new Date(ports.nowMs()),
      tenantId: key.tenantId,
      correlationId: drawGuid(ports.randomBytes),
      userId: key.kind === 'user' ? id : undefined,
      details: { kind: key.kind, documentId: id, version, knownVersion },
    })
  void timer
    .wait(0)
    .then(emit)
    .catch(() => undefined)
}
