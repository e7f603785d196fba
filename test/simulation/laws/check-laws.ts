import type { LawId } from '../../support/laws.js'
import type { History } from '../history.js'
import { endingLaws } from './ending-laws.js'
import { laterLaws } from './later-laws.js'
import type { LawChecks, Violation } from './law-check.js'
import { recordLaws } from './record-laws.js'
import { signInLaws } from './sign-in-laws.js'

export const lawChecks: LawChecks = { ...signInLaws, ...endingLaws, ...recordLaws, ...laterLaws }

/** Returns every violation in a history. */
export function violationsIn(history: History): readonly Violation[] {
  return (Object.keys(lawChecks) as LawId[]).flatMap((law) =>
    (lawChecks[law]?.(history) ?? []).map((what) => ({ law, what })),
  )
}
