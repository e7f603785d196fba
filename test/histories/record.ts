import type { StoreAddress } from '../local-servers/store-address.js'
import { wrongCode } from '../support/codes.js'
import type { StartedProcess } from '../support/processes.js'
import type { Beginning, Filled, Order } from './client.js'
import type { Dice } from './dice.js'
import { createDice } from './dice.js'
import type { Call, History, Operation } from './history.js'
import { wrong } from './history.js'

/** The parameters of a history. */
export interface Plan {
  readonly address: StoreAddress
  readonly user: string
  /** Decides the calls of each client and the faults, but not the order of arrival. */
  readonly seed: number
  readonly lossesInHundred: number
  readonly isFalseLost: boolean
  readonly stepsOfEach: number
  /** Called before every step, counted over all clients: it can cut a connection or kill a server. */
  readonly onStep: (step: number) => Promise<void>
}

const clientsOfEach = 4
const module = new URL('./client.ts', import.meta.url)

/** A code that was returned, by the id of its pass. */
type Codes = Map<string, string>

/** One process of a history. */
export interface HistoryProcess {
  begin(beginning: Beginning): Promise<unknown>
  fill(order: Order): Promise<Filled>
  end(): Promise<unknown>
}

/** Returns the calls of a child process. */
export function inChild({ run }: StartedProcess): HistoryProcess {
  return {
    begin: (argument) => run({ module, name: 'begin', argument }),
    fill: (argument) => run({ module, name: 'fill', argument }) as Promise<Filled>,
    end: () => run({ module, name: 'end', argument: undefined }),
  }
}

/** Runs four clients in each process on one pass of one user, and records their calls and results. */
export async function record(processes: readonly HistoryProcess[], plan: Plan): Promise<History> {
  const { address, seed, lossesInHundred, isFalseLost } = plan
  await Promise.all(
    processes.map(({ begin }, index) => begin({ address, seed: seed * 31 + index, lossesInHundred, isFalseLost })),
  )
  const codes: Codes = new Map()
  const progress = { steps: 0 }
  const clients = processes.flatMap((process, at) =>
    Array.from({ length: clientsOfEach }, (_, index) =>
      runClient(process, `${at}.${index}`, plan, { codes, progress, dice: createDice(seed * 97 + at * 7 + index) }),
    ),
  )
  // Waits for all, even when one has failed, so that no call runs during the next history.
  const settled = await Promise.allSettled(clients)
  await Promise.all(processes.map(({ end }) => end()))
  return settled.flatMap((client) => {
    if (client.status === 'rejected') throw client.reason
    return client.value
  })
}

interface Shared {
  readonly codes: Codes
  readonly progress: { steps: number }
  readonly dice: Dice
}

async function runClient(
  process: HistoryProcess,
  client: string,
  { user, stepsOfEach, onStep }: Plan,
  { codes, progress, dice }: Shared,
): Promise<History> {
  const operations: Operation[] = []
  for (let step = 0; step < stepsOfEach; step += 1) {
    progress.steps += 1
    await onStep(progress.steps)
    const call = draw(dice, [...codes.keys()])
    const code = call.kind === 'signIn' ? (codes.get(call.codeOf) ?? wrongCode()) : ''
    const order: Order = { user, call, code }
    const filled = await process.fill(order)
    const { answer, invokedNs, answeredNs, lostAnswers } = filled
    const passId = call.kind === 'create' ? filled.passId : undefined
    if (filled.code !== undefined && passId !== undefined) codes.set(passId, filled.code)
    // A call that was never sent cannot happen later.
    if (answer || filled.isSent) {
      operations.push({ client, call, answer, invokedNs, answeredNs, lostAnswers, passId })
    }
  }
  return operations
}

/** Mostly sign-ins with the newest code. */
function draw(dice: Dice, passIds: readonly string[]): Call {
  const thrown = dice(100)
  if (passIds.length === 0 || thrown < 14) return { kind: 'create', isUsableOnce: dice(2) === 0 }
  if (thrown < 20) return { kind: 'delete' }
  if (thrown < 28) return { kind: 'users.unlock' }
  if (thrown < 38) return { kind: 'get' }
  if (thrown < 50) return { kind: 'users.explain' }
  const newest = passIds.at(-1 - Math.min(dice(5) === 0 ? 1 : 0, passIds.length - 1)) ?? wrong
  return { kind: 'signIn', codeOf: dice(3) === 0 ? wrong : newest }
}
