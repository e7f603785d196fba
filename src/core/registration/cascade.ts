import type { UserDocument } from '../user-document/user-document.js'
import type { RegistrationRecord } from './registration.js'

/** What came through one pass and is to be removed with it. */
export interface Cascade {
  /** All of it, with what an earlier cascade has answered already: that answer may have been lost. */
  readonly records: readonly RegistrationRecord[]
  /** Every registration of the person, these marked. */
  readonly registrations: readonly RegistrationRecord[]
  /** Is anything marked that was not before? */
  readonly isNew: boolean
}

/** Marks and keeps: what is taken out in the write that answers it is lost with the answer. */
export function cascade({ registrations }: UserDocument, passId: string | undefined, nowMs: number): Cascade {
  const records = registrations.filter((record) => record.passId === passId)
  const isNew = records.some((record) => !isCascaded(record))
  const mark = (record: RegistrationRecord) => (isCascaded(record) ? record : { ...record, cascadedAtMs: nowMs })
  return {
    records,
    registrations: registrations.map((record) => (record.passId === passId ? mark(record) : record)),
    isNew,
  }
}

export function isCascaded({ cascadedAtMs }: RegistrationRecord): boolean {
  return cascadedAtMs !== undefined
}
