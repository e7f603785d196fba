import type { StoredDocument, StoreEntry, StoreKey } from '../../../src/ports/store.js'
import { storeOutcome } from '../../../src/ports/store-error.js'
import type { StoreRequest } from '../store-trace.js'
import type { KeyCall } from './key-judge.js'
import { KeyJudge } from './key-judge.js'
import type { Version, Versions } from './versions.js'

/** How a call of a real store ended. */
export type RealAnswer =
  | { readonly documents: readonly (StoredDocument | undefined)[] }
  /** Of all pages. */
  | { readonly entries: readonly StoreEntry[] }
  | { readonly isWritten: boolean }
  | { readonly removed: number }
  | { readonly error: unknown }

/** A call that has begun and not ended. */
export interface OpenCall {
  readonly id: number
  readonly request: StoreRequest
}

/** An answer that no correct store gives. */
export class ImpossibleAnswer extends Error {
  override readonly name = 'ImpossibleAnswer'
}

interface JudgedKey {
  readonly name: string
  readonly key: StoreKey
  readonly judge: KeyJudge
}

/**
 * Checks the answers of a store, one call after another as they begin and end. Keys are independent of each other, so each
 * has a judge of its own.
 */
export class Judge {
  readonly #versions: Versions
  readonly #keys = new Map<string, JudgedKey>()
  readonly #open = new Map<number, StoreRequest>()
  /** Sweeps without an answer may still remove documents that are written later. */
  readonly #lostSweeps: number[] = []
  #isIsolated = false
  #calls = 0

  constructor(versions: Versions) {
    this.#versions = versions
  }

  begin(request: StoreRequest): OpenCall {
    const id = this.#calls++
    for (const { judge } of this.#concerned(request)) judge.begin(id, this.#callOn(request))
    this.#open.set(id, request)
    return { id, request }
  }

  /**
   * @param isRepeated - The driver may have sent the request again.
   * @throws {@link ImpossibleAnswer}
   */
  end(call: OpenCall, answer: RealAnswer, isRepeated = false): void {
    const { id, request } = call
    this.#open.delete(id)
    if ('removed' in answer) this.#checkCount(call, answer.removed)
    if ('error' in answer && request.method === 'sweep') this.#lostSweeps.push(id)
    const returned = returnedBy(request, answer)
    for (const { name, judge } of this.#concerned(request)) {
      const before = judge.describe()
      if (this.#isPossible(call, judge, { answer, isRepeated, returned: returned.get(name) ?? [undefined] })) continue
      const what = 'isWritten' in answer ? `answered ${answer.isWritten}` : this.#describe(answer, returned.get(name))
      throw new ImpossibleAnswer(`${describe(request)} ${what}, but ${name} can only hold ${before}`)
    }
    for (const name of returned.keys()) {
      if (!this.#keys.has(name)) throw new ImpossibleAnswer(`${name} was returned and never written`)
    }
  }

  /** The standby receives nothing from now on. */
  isolate(): void {
    for (const { judge } of this.#keys.values()) judge.isolate()
    this.#isIsolated = true
  }

  /** The standby takes over. Every call has ended. */
  failOver(): void {
    this.#isIsolated = false
    this.#lostSweeps.length = 0
    for (const { name, judge } of this.#keys.values()) {
      if (!judge.failOver()) throw new ImpossibleAnswer(`Nothing fits ${name} after the failover`)
    }
  }

  #isPossible(
    { id, request }: OpenCall,
    judge: KeyJudge,
    {
      answer,
      isRepeated,
      returned,
    }: {
      readonly answer: RealAnswer
      readonly isRepeated: boolean
      readonly returned: readonly (StoredDocument | undefined)[]
    },
  ): boolean {
    if ('error' in answer) return judge.fail(id, storeOutcome(answer.error) !== 'unknown')
    if ('removed' in answer) return judge.endSweep(id, request.method === 'sweep' && answer.removed < request.limit)
    if ('isWritten' in answer && !isLook(request)) return judge.endSwap(id, answer.isWritten, isRepeated)
    if ('isWritten' in answer) return judge.endRead(id, [({ revision }) => (revision === null) === answer.isWritten])
    const versions = returned.map((document) => this.#versions.of(document))
    return judge.endRead(
      id,
      versions.map((version) => (stored: Version) => stored === version),
    )
  }

  #checkCount({ id, request }: OpenCall, removed: number): void {
    const limit = request.method === 'sweep' ? request.limit : 0
    const sweepable = [...this.#keys.values()].map(({ judge }) => judge.sweepable(id))
    const most = Math.min(limit, sweepable.filter(({ can }) => can).length)
    const least = Math.min(limit, sweepable.filter(({ must }) => must).length)
    if (removed >= least && removed <= most) return
    throw new ImpossibleAnswer(`A sweep removed ${removed} documents, but there were ${least} to ${most}`)
  }

  #concerned(request: StoreRequest): readonly JudgedKey[] {
    if (request.method === 'compareAndSet') return [this.#judged(request.key)]
    if (request.method === 'read') return [...new Set(request.keys.map((key) => this.#judged(key)))]
    return [...this.#keys.values()].filter(({ key }) => isConcerned(request, key))
  }

  #judged(key: StoreKey): JudgedKey {
    const name = nameOf(key)
    const known = this.#keys.get(name)
    if (known) return known
    const judge = new KeyJudge(this.#versions.absent)
    if (this.#isIsolated) judge.isolate()
    for (const id of this.#lostSweeps) {
      judge.begin(id, { does: 'sweep' })
      judge.fail(id, false)
    }
    for (const [id, request] of this.#open) if (isConcerned(request, key)) judge.begin(id, this.#callOn(request))
    const judged = { name, key, judge }
    this.#keys.set(name, judged)
    return judged
  }

  #callOn(request: StoreRequest): KeyCall {
    if (request.method === 'sweep') return { does: 'sweep' }
    if (request.method !== 'compareAndSet' || isLook(request)) return { does: 'read' }
    return { does: 'swap', expected: request.expected, next: this.#versions.of(request.next) }
  }

  #describe(answer: RealAnswer, returned: readonly (StoredDocument | undefined)[] = [undefined]): string {
    if ('error' in answer) return `failed and denied its write (${String(answer.error)})`
    if ('removed' in answer) return `removed ${answer.removed}`
    return `returned ${returned.map((document) => this.#versions.of(document).name).join(' and ')}`
  }
}

/** Without a document to expect or to store, it only looks whether there is one. */
function isLook(request: StoreRequest): boolean {
  return request.method === 'compareAndSet' && request.expected === null && request.next === null
}

/** Whether a call of many keys includes this one. */
function isConcerned(request: StoreRequest, key: StoreKey): boolean {
  if (request.method !== 'scan') return request.method === 'sweep'
  const { kind, tenantId } = request.page
  return key.kind === kind && (tenantId === undefined || key.tenantId === tenantId)
}

/** Returns the documents by key. A scan may return one twice. */
function returnedBy(
  request: StoreRequest,
  answer: RealAnswer,
): ReadonlyMap<string, readonly (StoredDocument | undefined)[]> {
  const returned = new Map<string, (StoredDocument | undefined)[]>()
  const add = (key: StoreKey, document: StoredDocument | undefined): void => {
    returned.set(nameOf(key), [...(returned.get(nameOf(key)) ?? []), document])
  }
  if ('entries' in answer) for (const { key, document } of answer.entries) add(key, document)
  if (!('documents' in answer) || request.method !== 'read') return returned
  if (answer.documents.length !== request.keys.length) {
    throw new ImpossibleAnswer(`A read of ${request.keys.length} keys returned ${answer.documents.length} documents`)
  }
  for (const [index, key] of request.keys.entries()) add(key, answer.documents[index])
  return returned
}

function nameOf({ kind, tenantId, id }: StoreKey): string {
  return JSON.stringify([kind, tenantId, id])
}

function describe(request: StoreRequest): string {
  if (request.method !== 'compareAndSet') return request.method
  return `compareAndSet from ${request.expected ?? 'absent'} to ${request.next?.revision ?? 'absent'}`
}
