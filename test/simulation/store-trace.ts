import type { ScanPage, StoredDocument, StoreKey } from '../../src/ports/store.js'
import type { FaultKind } from './faults.js'
import type { Outcome } from './port-call.js'

/** One request to the store, with its arguments. */
export type StoreRequest =
  | { readonly method: 'read'; readonly keys: readonly StoreKey[] }
  | {
      readonly method: 'compareAndSet'
      readonly key: StoreKey
      readonly expected: string | null
      readonly next: StoredDocument | null
    }
  | { readonly method: 'sweep'; readonly nowMs: number; readonly limit: number }
  | { readonly method: 'scan'; readonly page: ScanPage }

/** One call of the store in a run. */
export interface StoreCall {
  /** In the order in which the calls were sent. */
  readonly id: number
  readonly process: string
  readonly request: StoreRequest
  readonly fault: FaultKind | undefined
}

/** What happened between the processes and the database of a run. */
export type StoreEvent =
  | { readonly what: 'sent' | 'served'; readonly call: StoreCall }
  /** The process received the answer. */
  | { readonly what: 'answered'; readonly call: StoreCall; readonly outcome: Outcome<unknown> }
  | { readonly what: 'died'; readonly process: string }
  | { readonly what: 'stalled' | 'failedOver' }

/** The events of one run, in order. */
export class StoreTrace {
  readonly events: (StoreEvent & { readonly atMs: number })[] = []
  readonly #nowMs: () => number
  readonly #isKept: boolean
  #calls = 0

  constructor(nowMs: () => number, isKept: boolean) {
    this.#nowMs = nowMs
    this.#isKept = isKept
  }

  add(event: StoreEvent): void {
    if (this.#isKept) this.events.push({ ...event, atMs: this.#nowMs() })
  }

  send(process: string, request: StoreRequest, fault: FaultKind | undefined): StoreCall {
    const call = { id: this.#calls++, process, request, fault }
    this.add({ what: 'sent', call })
    return call
  }
}
