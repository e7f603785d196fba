import { millisecondsInDay } from 'date-fns/constants'
import type { StoreKey } from '../../ports/store.js'
import type { RequestRecord } from './request.js'

export const requestKind = 'request'

export function requestKey(tenantId: string, id: string): StoreKey {
  return { tenantId, kind: requestKind, id }
}

/** Returns the same for failed and collected requests, because auditors need both. */
export function retainRequestUntil({ dueAtMs }: RequestRecord, retentionInDays: number, nowMs: number): number {
  return Math.max(nowMs, dueAtMs ?? 0) + retentionInDays * millisecondsInDay
}
