import type { PlantedBugs } from '../planted/planted-bug.js'

const semaphore = 'src/kernel/admission/fair-semaphore.ts'

/** What makes an overload outlast its cause. */
export const overloadBugs: PlantedBugs = {
  always: [
    {
      name: 'a refused sign-in keeps a place',
      file: semaphore,
      find: 'if (this.#inFlight >= this.#options.inFlight && !this.#makeRoom(weight)) throw busy()',
      replace:
        'if (this.#inFlight++ >= this.#options.inFlight && !this.#makeRoom(weight)) throw busy()\n    this.#inFlight--',
      laws: ['recoversFromOverload'],
    },
  ],
  nightly: [
    {
      name: 'any number of sign-ins is let in',
      file: 'src/create-tap.ts',
      find: 'const attemptsInFlight = 256',
      replace: 'const attemptsInFlight = 2 ** 30',
      laws: ['recoversFromOverload', 'busyAtOnce'],
    },
    {
      name: 'a sign-in asks the database before it has a place',
      file: 'src/verbs/sign-in.ts',
      find: 'const permit = deps.admission.acquire(',
      replace: 'await deps.ports.read([policyKey(deps.tenantId)])\n    const permit = deps.admission.acquire(',
      laws: ['recoversFromOverload', 'busyAtOnce'],
    },
  ],
}
