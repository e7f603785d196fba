import { millisecondsInDay } from 'date-fns/constants'
import type { StoreKey } from '../../ports/store.js'
import type { RequestRecord } from './request.js'

export const requestKind = 'request'

export function requestKey(tenantId: string, id: string): StoreKey {
  return { tenantId, kind: requestKind, id }
}

/** A request that led nowhere is kept as long as one that led to a pass: who asked in vain matters to an auditor. */
export function retainRequestUntil({ dueAtMs }: RequestRecord, retentionInDays: number, nowMs: number): number {
  return Math.max(nowMs, dueAtMs ?? 0) + retentionInDays * millisecondsInDay
}
