import type { FairSemaphoreOptions, Permit } from './fair-semaphore.js'
import { FairSemaphore } from './fair-semaphore.js'

export type { Permit } from './fair-semaphore.js'

/** What keeps strangers from spending a host's CPU: one gate a process, shared by every tenant. */
export interface Admission {
  /**
   * A place for one attempt, by source where the host tells one, else by name.
   *
   * @throws {@link BusyError} when every place is taken and nobody holds more of them than the newcomer would.
   */
  acquire(who: { readonly source?: string | undefined; readonly name: string }): Permit
  /** Hashes for an administrator: one at a time, in order, never behind the strangers'. */
  issue<T>(work: () => Promise<T>): Promise<T>
}

/** `inFlight` attempts, among them `concurrency` slow hashes at once, and behind these `queue` that wait. */
export function createAdmission(options: FairSemaphoreOptions): Admission {
  const strangers = new FairSemaphore(options)
  const desk = new FairSemaphore({ inFlight: options.queue + 1, concurrency: 1, queue: options.queue })
  return {
    acquire: ({ source, name }) => strangers.acquire(source === undefined ? `name ${name}` : `source ${source}`),
    async issue(work) {
      const place = desk.acquire('desk')
      try {
        return await place.hash(work)
      } finally {
        place.release()
      }
    },
  }
}
