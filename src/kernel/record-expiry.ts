import { recordExpiry } from '../core/sign-in/decide.js'
import type { UserDocument } from '../core/user-document/user-document.js'
import { PortFailedError } from '../errors.js'
import type { Deps } from './deps.js'
import { drawId } from './draw-id.js'
import { writeUser } from './load.js'
import type { Loaded } from './loaded.js'

/**
 * Records that a pass has expired, so that a clock that steps back does not revive it. A failed write is ignored: the next
 * call that reads the pass records it.
 */
export async function recordEnd(deps: Deps, loaded: Loaded, document: UserDocument, nowMs: number): Promise<void> {
  if (!document.pass) return
  const next = recordExpiry(document, document.pass, { nowMs, commitId: drawId(deps.ports.randomBytes) })
  if (!next) return
  const { key, expected, next: stored } = writeUser(deps, loaded, next)
  try {
    await deps.ports.compareAndSet(key, expected, stored)
  } catch (error) {
    if (!(error instanceof PortFailedError)) throw error
  }
}
