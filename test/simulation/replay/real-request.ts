import type { StoredDocument, StoreKey } from '../../../src/ports/store.js'
import type { StoreRequest } from '../store-trace.js'
import { hashText } from '../stream.js'
import { epochMs } from '../world.js'
import type { RealAnswer } from './judge.js'

const hourMs = 3_600_000
/** So few that a scan of three users has several pages. */
const maxPage = 2

/**
 * Turns the requests of one simulated run into requests for a real server.
 *
 * Time is moved from the simulated to the real one, because the server compares its own clock. One document in four is past its
 * retention when it is written, so that sweeps have something to remove. And a write expects what its process has really
 * been shown: another order of concurrent writes then changes who wins, and not every later write of the run.
 */
export class RealRequests {
  /** A document that is kept until then or shorter is past its retention. All others are kept for an hour and more. */
  readonly pastMs: number
  readonly #startMs: number
  readonly #shown = new Map<string, string | null>()

  constructor(startMs: number) {
    this.#startMs = startMs
    this.pastMs = startMs - hourMs
  }

  of(process: string, request: StoreRequest): StoreRequest {
    switch (request.method) {
      case 'read':
        return request
      case 'scan':
        return { method: 'scan', page: { ...request.page, limit: Math.min(request.page.limit, maxPage) } }
      case 'sweep':
        return { ...request, nowMs: this.#moved(request.nowMs) }
      case 'compareAndSet': {
        const { key, expected, next } = request
        const shown = this.#shown.get(nameOf(process, key, expected))
        return { ...request, expected: shown === undefined ? expected : shown, next: next && this.#aged(next) }
      }
    }
  }

  /** Notes what a process was shown instead of what it was shown in the simulation. */
  note(process: string, request: StoreRequest, simulated: unknown, answer: RealAnswer): void {
    if (request.method !== 'read' || !('documents' in answer) || !Array.isArray(simulated)) return
    for (const [index, key] of request.keys.entries()) {
      const before = (simulated[index] as StoredDocument | undefined)?.revision ?? null
      this.#shown.set(nameOf(process, key, before), answer.documents[index]?.revision ?? null)
    }
  }

  #aged(document: StoredDocument): StoredDocument {
    const { revision, retainUntilMs } = document
    if (retainUntilMs === null) return document
    const isPast = hashText(revision) % 4 === 0
    const kept = Math.max(this.#moved(retainUntilMs), this.#startMs + hourMs)
    return { ...document, retainUntilMs: isPast ? this.pastMs : kept }
  }

  #moved(simulatedMs: number): number {
    return simulatedMs - epochMs + this.#startMs
  }
}

function nameOf(process: string, { kind, tenantId, id }: StoreKey, revision: string | null): string {
  return JSON.stringify([process, kind, tenantId, id, revision])
}
