import type { UserDocument } from '../user-document/user-document.js'
import type { RegistrationRecord } from './registration.js'

/** The credentials to remove together with one pass. */
export interface Cascade {
  /** Includes the records of an earlier cascade, because its result may have been lost. */
  readonly records: readonly RegistrationRecord[]
  /** Every registration of the user, with these marked. */
  readonly registrations: readonly RegistrationRecord[]
  /** `true`: a record is marked that was not marked before. */
  readonly isNew: boolean
}

/** Marks the records and keeps them: if the result is lost, the caller asks again. */
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
