import type { StoredDocument } from '../../../src/ports/store.js'

/** One document that a key can hold, or its absence. Two versions are the same object if every byte is the same. */
export interface Version {
  /** Short and unique. */
  readonly name: string
  /** `null`: no document is stored. */
  readonly revision: string | null
  /** A sweep may remove it. */
  readonly isPast: boolean
}

/** Names every document that is written or returned. */
export class Versions {
  readonly absent: Version = { name: 'absent', revision: null, isPast: false }
  readonly #pastMs: number
  readonly #known = new Map<string, Version>()

  /** @param pastMs - A document that is kept until then or shorter may be removed. No other one is near its end. */
  constructor(pastMs: number) {
    this.#pastMs = pastMs
  }

  of(document: StoredDocument | null | undefined): Version {
    if (!document) return this.absent
    const { revision, body, seal, retainUntilMs } = document
    const text = JSON.stringify([revision, body, seal, retainUntilMs])
    const known = this.#known.get(text)
    if (known) return known
    const isPast = retainUntilMs !== null && retainUntilMs <= this.#pastMs
    const version = { name: `${revision.slice(0, 6)}#${this.#known.size}`, revision, isPast }
    this.#known.set(text, version)
    return version
  }
}
