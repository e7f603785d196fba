import type { ProverName } from '../core/event/request-vocabulary.js'

export type { ProverName } from '../core/event/request-vocabulary.js'

/**
 * Checks one piece of evidence. Called once for each attempt, before anything is decided on it.
 *
 * Answer a {@link Proof} for evidence that was checked, accepted or not. Throw when it could not be checked: then nothing is
 * counted against the person. Take the same steps whoever is meant, also where `userId` is absent: how long the check takes
 * must not tell a stranger whether there is such a person.
 */
export type Prover = (challenge: Challenge) => Promise<Proof>

/** The provers of a host, by what they check. */
export type Provers = { readonly [Name in ProverName]?: Prover | undefined }

/** What is to be checked, and of whom. */
export interface Challenge {
  readonly requestId: string
  readonly tenantId: string
  /** Absent where nobody is meant. Check what was presented all the same; no answer about nobody is believed. */
  readonly userId?: string | undefined
  /** As your page passed it to `requests.prove`. It is stored nowhere. */
  readonly presented: unknown
  /**
   * Evidence of this person that was accepted before, in this request or within the validity of an earlier one: a liveness
   * check compares the face with it. Without such a comparison it only proves that somebody is alive.
   */
  readonly accepted: readonly AcceptedEvidence[]
}

/** Evidence that a prover has accepted. */
export interface AcceptedEvidence extends Evidence {
  readonly prover: ProverName
  readonly acceptedAt: Date
}

/** What came of a check. Never the raw media: a picture of a passport belongs to whoever checked it. */
export interface Proof extends Evidence {
  readonly isAccepted: boolean
  /** How sure the check makes, in your words, such as `IAL2`: 1 to 64 characters. Kept with the decision. */
  readonly assurance: string
}

/** Where evidence lies and what it was, kept sealed until its own retention ends. */
export interface Evidence {
  /** Ids at whoever checked it: at most 16, each 1 to 256 characters. */
  readonly references: readonly string[]
  /** Digests of what was checked: at most 16, each 1 to 128 characters. */
  readonly digests?: readonly string[] | undefined
}
