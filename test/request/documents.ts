import fc from 'fast-check'
import { proverNames } from '../../src/core/event/request-vocabulary.js'
import type { AcceptedEvidence, Evidence } from '../../src/ports/prover.js'
import type { ProofRecord, RequestRecord, TransitionActor, UserRef } from '../../src/requests/model/request.js'
import type { RequesterRecord } from '../../src/requests/model/requester.js'
import { instants } from '../support/documents.js'

const texts = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 })
const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined })
const provers = fc.constantFrom(...proverNames)
const users: fc.Arbitrary<UserRef> = fc.record({ id: texts, incarnation: maybe(texts) })
const actors: fc.Arbitrary<TransitionActor> = fc.record({
  kind: fc.constantFrom('requester', 'user', 'system'),
  id: texts,
})
const commitIds = fc.array(fc.base64String({ minLength: 16, maxLength: 16 }), { maxLength: 8 })
const evidence: fc.Arbitrary<Evidence> = fc.record({
  references: fc.array(texts, { maxLength: 3 }),
  digests: maybe(fc.array(texts)),
})
const states = fc.constantFrom('submitted', 'proving', 'awaitingReview', 'inCall', 'approved', 'collected', 'expired')
const proofs: fc.Arbitrary<ProofRecord> = fc.record({
  prover: provers,
  isAccepted: fc.boolean(),
  assurance: texts,
  atMs: instants,
  evidence: maybe(evidence),
  eraseAtMs: instants,
  comparedWith: maybe(fc.record({ requestId: fc.uuid(), provedAtMs: instants })),
})

/** Every request that can be stored. */
export const requestRecords: fc.Arbitrary<RequestRecord> = fc.record({
  id: fc.uuid(),
  user: maybe(users),
  decoy: maybe(fc.constantFrom('unknownUser', 'wrongEmployeeId')),
  requesterId: texts,
  clientBinding: texts,
  contact: maybe(texts),
  opener: maybe(users),
  justification: maybe(texts),
  ticket: maybe(texts),
  state: states,
  createdAtMs: instants,
  dueAtMs: maybe(instants),
  review: maybe(fc.record({ sinceMs: instants, dueAtMs: instants })),
  proofs: fc.array(proofs, { maxLength: 4 }),
  call: maybe(fc.record({ reviewer: users, startedAtMs: instants, digest: texts })),
  approvals: fc.array(fc.record({ reviewer: users, atMs: instants, justification: texts, digest: texts }), {
    maxLength: 2,
  }),
  reusedProofOf: maybe(fc.uuid()),
  passId: maybe(fc.uuid()),
  notified: fc.array(texts, { maxLength: 3 }),
  history: fc.array(
    fc.record({
      transition: fc.constantFrom('submit', 'prove'),
      state: states,
      atMs: instants,
      by: actors,
      justification: maybe(texts),
    }),
    { maxLength: 4 },
  ),
  commitIds,
})

const acceptedEvidence: fc.Arbitrary<AcceptedEvidence> = fc.record({
  prover: provers,
  acceptedAt: instants.map((ms) => new Date(ms)),
  references: fc.array(texts, { maxLength: 3 }),
  digests: maybe(fc.array(texts)),
})

export const requesters: fc.Arbitrary<RequesterRecord> = fc.record({
  user: maybe(users),
  failed: fc.nat(100),
  lastFailedAtMs: maybe(instants),
  lock: maybe(fc.record({ untilMs: instants })),
  proof: maybe(
    fc.record({
      requestId: fc.uuid(),
      provedAtMs: instants,
      validUntilMs: instants,
      evidence: fc.array(acceptedEvidence, { maxLength: 3 }),
    }),
  ),
  invalidatedAtMs: maybe(instants),
  commitIds,
})
