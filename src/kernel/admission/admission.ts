import type { FairSemaphoreOptions, Permit } from './fair-semaphore.js'
import { FairSemaphore } from './fair-semaphore.js'

export type { Permit } from './fair-semaphore.js'

/** Limits the CPU time that sign-ins can use. All tenants of a process share it. */
export interface Admission {
  /**
   * Returns the permit of one sign-in. Sign-ins share fairly by source, or by typed name where the host gives no source.
   *
   * @throws {@link BusyError} when all permits are taken and no client has more of them than this one would have.
   */
  acquire(client: { readonly source?: string | undefined; readonly name: string }): Permit
  /** Runs the hash of a new pass: one at a time, in order, and never behind those of sign-ins. */
  issue<T>(work: () => Promise<T>): Promise<T>
}

export function createAdmission(options: FairSemaphoreOptions): Admission {
  const signIns = new FairSemaphore(options)
  const issuing = new FairSemaphore({ inFlight: options.queue + 1, concurrency: 1, queue: options.queue })
  return {
    acquire: ({ source, name }) => signIns.acquire(source === undefined ? `name ${name}` : `source ${source}`),
    async issue(work) {
      const permit = issuing.acquire('issuing')
      try {
        return await permit.hash(work)
      } finally {
        permit.release()
      }
    },
  }
}
