/**
 * The store contract: the rules that every store must follow, as test cases for any test runner.
 *
 * @module
 */
import type { StoreContractCase } from './case.js'
import { compareAndSetCases } from './compare-and-set.js'
import { identityCases } from './identity.js'
import { parallelCases } from './parallel.js'
import { readCases } from './read.js'
import { removalCases } from './removal.js'
import { scanCases } from './scan.js'
import { sweepCases } from './sweep.js'

export type { ScannedPage, ScanPage, StoredDocument, StoreEntry, StoreKey } from '../../src/ports/store.js'
export type { StoreContractCase, StoreContractSetup } from './case.js'

/**
 * The cases of the store contract. Run them one after another on one storage that is empty before the first. Every store
 * of this package passes all of them.
 *
 * @example
 * ```ts
 * import { storeContract } from 'temporary-access-pass/contract'
 * import { memoryStore } from 'temporary-access-pass/memory'
 *
 * const store = memoryStore()
 * for (const { name, run } of storeContract) {
 *   await run({ open: async () => store })
 *   console.log(`passed: a store ${name}`)
 * }
 * ```
 */
export const storeContract: readonly StoreContractCase[] = Object.freeze([
  ...compareAndSetCases,
  ...removalCases,
  ...readCases,
  ...identityCases,
  ...parallelCases,
  ...sweepCases,
  ...scanCases,
])
