import type { WireFault } from '../../support/tcp-proxy.js'
import type { FaultKind } from '../faults.js'

/** What a fault of the simulation is on a real connection. */
export interface FaultOnTheWire {
  readonly wire: WireFault
  /** Whether the call starts when the simulated process sent it. Default: when the simulated database served it. */
  readonly isSentFirst?: boolean
  /** When the proxy lets go of what it holds. Default: it holds nothing. */
  readonly ends?: 'whenServed' | 'whenAnswered' | 'whenGivenUp'
}

/**
 * A process that dies before a call makes no call, so it has no fault here. No connection can change an answer: where the
 * simulation returns `false` for a write that has happened, the answer is lost, and a driver that sends the request again gets
 * that same `false` from the server. A write that is not kept loses its answer, unless the server has a standby that takes
 * over.
 */
export const faultsOnTheWire: Readonly<Record<Exclude<FaultKind, 'diesBefore'>, FaultOnTheWire>> = {
  lostBefore: { wire: 'lostBefore', isSentFirst: true },
  lostAfter: { wire: 'lostAfter' },
  lostAfterLong: { wire: 'answerHeld', ends: 'whenAnswered' },
  denied: { wire: 'lostAfter' },
  late: { wire: 'overtaken', isSentFirst: true, ends: 'whenServed' },
  hangsBefore: { wire: 'requestHeld', isSentFirst: true, ends: 'whenGivenUp' },
  hangsAfter: { wire: 'answerHeld', ends: 'whenGivenUp' },
  slow: { wire: 'answerLate', ends: 'whenAnswered' },
  unkept: { wire: 'lostAfter' },
  diesAfter: { wire: 'answerHeld', ends: 'whenGivenUp' },
}
