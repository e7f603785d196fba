import type { MaintenanceVerbs } from '../../../src/api/maintenance.js'
import type { LawId } from '../../support/laws.js'
import type { DocumentTable } from './document-table.js'
import { keyIdIn } from './document-table.js'
import type { Expectations } from './expectations.js'
import { isResealDay, keysAt } from './key-calendar.js'

/** The daily job of the first process. After it, nothing is stored too long, too short, or under a key that is gone. */
export class Upkeep {
  resealed = 0
  /** The keys that have sealed a document so far. */
  readonly keys = new Set<string>()
  readonly #maintenance: MaintenanceVerbs
  readonly #table: DocumentTable
  readonly #expectations: Expectations
  readonly #breaks: (law: LawId, what: string) => void

  constructor(
    maintenance: MaintenanceVerbs,
    table: DocumentTable,
    expectations: Expectations,
    breaks: (law: LawId, what: string) => void,
  ) {
    this.#maintenance = maintenance
    this.#table = table
    this.#expectations = expectations
    this.#breaks = breaks
  }

  async sweep(nowMs: number): Promise<void> {
    while (!(await this.#maintenance.sweep({ limit: 10_000 })).isDone);
    this.#expectations.swept(nowMs)
    const stored = this.#table.of('user').size
    const expected = this.#expectations.stored
    if (stored === expected) return
    this.#breaks('keptForItsRetention', `${stored} documents, not ${expected}, on ${new Date(nowMs).toISOString()}`)
  }

  async reseal(nowMs: number): Promise<void> {
    if (isResealDay(nowMs)) await this.#resealAll()
    const present = new Set(keysAt(nowMs, 0).map(({ id }) => id))
    for (const document of this.#table.documents('user', 'policy')) {
      const id = keyIdIn(document)
      this.keys.add(id)
      if (!present.has(id)) this.#breaks('removedKeyIsUnused', `${document.body.slice(0, 40)}… needs ${id}`)
    }
  }

  async #resealAll(): Promise<void> {
    let cursor: string | undefined
    do {
      const progress = await this.#maintenance.reseal({ cursor, limit: 10_000 })
      this.resealed += progress.resealed
      cursor = progress.cursor
    } while (cursor !== undefined)
  }
}
