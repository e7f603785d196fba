import type { StoreAddress } from '../local-servers/store-address.js'
import { throughPort } from '../local-servers/store-address.js'
import type { StoreServer } from '../local-servers/store-server.js'
import type { ArmedFault, TcpProxy } from '../support/tcp-proxy.js'
import { cuts } from '../support/tcp-proxy.js'
import { createDice } from './dice.js'
import type { Plan } from './record.js'

/** The fault of one history. */
export interface Faults extends Pick<Plan, 'address' | 'lossesInHundred' | 'isFalseLost' | 'onStep'> {
  /** Releases pending chunks, and waits until the server responds. */
  end(): Promise<void>
}

/** Loses every fifth write or its response inside the process. */
export function lossesAt(address: StoreAddress): Faults {
  const nothing = async (): Promise<void> => undefined
  return { address, lossesInHundred: 20, isFalseLost: false, onStep: nothing, end: nothing }
}

/** Ends connections before, during and after the chunks of clients. */
export function cutsAt(
  address: StoreAddress,
  proxy: TcpProxy,
  { seed, isFalseLost }: Pick<Plan, 'seed' | 'isFalseLost'>,
): Faults & { struck(): number } {
  const dice = createDice(seed)
  const armed: ArmedFault[] = []
  return {
    address: throughPort(address, proxy.port),
    lossesInHundred: 0,
    isFalseLost,
    async onStep() {
      if (dice(6) === 0) armed.push(proxy.arm(cuts[dice(cuts.length)] ?? 'lostAfter', 1 + dice(8)))
      const struck = armed.find((fault) => fault.hasStruck())
      if (dice(2) === 0) await struck?.release()
    },
    async end() {
      await Promise.all(armed.map((fault) => fault.release()))
    },
    struck: () => armed.filter((fault) => fault.hasStruck()).length,
  }
}

/** Kills the server in the middle. Clients without a call under way then wait until it is back. */
export function killAt(
  address: StoreAddress,
  { kill, resume }: Required<Pick<StoreServer, 'kill' | 'resume'>>,
  { step, isFalseLost }: Pick<Plan, 'isFalseLost'> & { readonly step: number },
): Faults {
  let isBack: Promise<void> | undefined
  return {
    address,
    lossesInHundred: 0,
    isFalseLost,
    async onStep(at) {
      if (at === step) isBack = kill?.().then(() => resume?.())
      await isBack
    },
    async end() {
      await isBack
    },
  }
}
