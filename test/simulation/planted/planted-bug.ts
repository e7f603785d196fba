import type { LawId } from '../../support/laws.js'

/** A fault that the simulation must find: some text of one file, replaced. */
export interface PlantedBug {
  /** What is wrong, as the end of a sentence that begins with `finds that`. */
  readonly name: string
  readonly file: string
  readonly find: string
  readonly replace: string
  /** The laws that it breaks. The search may find any of them first. */
  readonly laws: readonly LawId[]
}

/** Cheap to find, and together of every kind: these run with every test run, the others every night. */
export interface PlantedBugs {
  readonly always: readonly PlantedBug[]
  readonly nightly: readonly PlantedBug[]
}
