import { expect, onTestFinished } from 'vitest'
import type { Tap } from '../../src/index.js'
import { wrongCode } from '../support/codes.js'
import type { StoreAddress } from '../support/servers/store-address.js'
import type { Asked } from './client.js'
import { enter, helpDesk, openTap } from './client.js'
import type { Clients } from './clients.js'
import { startClients } from './clients.js'

/** How a pass is used under load: signed in with by all clients at once, or again and again, or left for the end. */
type Use = 'once' | 'many' | 'left'

/** One pass that a client was told the code of. */
interface Issued {
  readonly user: string
  readonly code: string
  readonly use: Use
  /** Sign-ins that were acknowledged. */
  successes: number
  /** Some sign-in ended in an error, so that nobody knows what became of it. */
  isDoubtful: boolean
}

/** What a test may do to clients at work. */
export interface Load {
  /** From the call on, who fails waits for the end of `work` before trying again. */
  during(work: () => Promise<void>): Promise<void>
  /** SIGKILL for one client, whose place another process takes. */
  killClient(client: number): Promise<void>
}

/** What was checked. */
export interface Summary {
  readonly issued: number
  readonly signIns: number
  /** Passes of which nobody knows whether a sign-in came through. */
  readonly doubtful: number
  /** Typed errors that clients met, and `'killed'`. */
  readonly failures: readonly string[]
}

const CLIENTS = 2
const LANES = 6
/** How many passes are looked at together, at the end. */
const CHECKS = 8
const uses: readonly Use[] = ['once', 'many', 'once', 'left']

/**
 * Lets two processes create passes and sign in with them in many lanes, strikes so many times meanwhile, whenever every
 * client has had so many more answers, and then checks that all holds that they were told.
 */
export async function underLoad(
  address: StoreAddress,
  { rounds, answers }: { readonly rounds: number; readonly answers: number },
  strike: (load: Load, round: number) => Promise<void>,
): Promise<Summary> {
  const clients = startClients(address, CLIENTS)
  onTestFinished(() => clients.end())
  const lanes = startLanes(clients)
  for (let round = 0; round < rounds; round += 1) {
    await lanes.answered(answers)
    await strike({ during: lanes.during, killClient: clients.kill }, round)
  }
  await lanes.answered(answers)
  const issued = await lanes.stop()

  const { tap, close } = await openTap(address)
  await Promise.all(Array.from({ length: CHECKS }, (_, at) => checkEvery(tap, issued, at)))
  await close()
  const failures = [...clients.failures].sort()
  expect(['TAP_BUSY', 'TAP_PORT_FAILED', 'killed']).toEqual(expect.arrayContaining(failures))
  return {
    issued: issued.length,
    signIns: issued.reduce((sum, { successes }) => sum + successes, 0),
    doubtful: issued.filter(({ isDoubtful }) => isDoubtful).length,
    failures,
  }
}

interface Lanes extends Pick<Load, 'during'> {
  /** Resolves when every client has had so many more answers. Then they may have as many again before they rest. */
  answered(more: number): Promise<void>
  /** Lets what is under way end. */
  stop(): Promise<readonly Issued[]>
}

function startLanes(clients: Clients): Lanes {
  const issued: Issued[] = []
  let isStopped = false
  let calm = Promise.resolve()
  let quota = 0
  let wake = (): void => {}
  let awake = Promise.resolve()

  /** Asks until there is an answer. */
  async function insist(client: number, asked: Omit<Asked, 'address'>, onFailure?: () => void): Promise<string> {
    for (;;) {
      const ended = await clients.ask(client, asked)
      if ('answer' in ended) return ended.answer
      onFailure?.()
      await calm
    }
  }

  async function signIn(client: number, pass: Issued): Promise<void> {
    const { user, code } = pass
    const answer = await insist(client, { verb: 'signIn', user, code }, () => {
      pass.isDoubtful = true
    })
    if (answer === 'signedIn') pass.successes += 1
    else expect(answer).toBe('oneTimeUsed')
  }

  async function runLane(lane: number): Promise<void> {
    for (let turn = 0; ; turn += 1) {
      while (issued.length >= quota && !isStopped) await awake
      if (isStopped) return
      const use = uses[(lane + turn) % uses.length] ?? 'once'
      const user = `${lane}-${turn}`
      const client = turn % clients.count
      const code = await insist(client, { verb: 'create', user, isUsableOnce: use !== 'many' })
      const pass: Issued = { user, code, use, successes: 0, isDoubtful: false }
      issued.push(pass)
      if (use !== 'left') await Promise.all(Array.from({ length: clients.count }, (_, each) => signIn(each, pass)))
      else expect(await insist(client, { verb: 'signIn', user, code: wrongCode() })).toBe('wrongCode')
    }
  }

  const running = Promise.all(Array.from({ length: LANES }, (_, lane) => runLane(lane)))
  // A lane that fails ends the waiting for answers that will not come.
  const broken = running.then(() => new Promise<never>(() => undefined))
  broken.catch(() => undefined)

  return {
    answered(more) {
      quota += CLIENTS * more
      wake()
      awake = new Promise((resolve) => {
        wake = resolve
      })
      return clients.answered(more, broken)
    },
    async during(work) {
      const done = work()
      calm = done
      await done
    },
    async stop() {
      isStopped = true
      wake()
      await running
      return issued
    },
  }
}

async function checkEvery(tap: Tap, issued: readonly Issued[], from: number): Promise<void> {
  for (let at = from; at < issued.length; at += CHECKS) await expectKept(tap, issued[at] as Issued)
}

/** Whatever was acknowledged is so, and no code of a one-time pass has succeeded twice. */
async function expectKept(tap: Tap, { user, code, use, successes, isDoubtful }: Issued): Promise<void> {
  const where = `${use} ${user}, ${successes} acknowledged, doubtful: ${isDoubtful}`
  if (use === 'left') expect((await tap.users.explain({ actor: helpDesk, user })).wrongCodes, where).toBeGreaterThan(0)
  const entered = await enter(tap, user, code)
  if (use === 'many') return void expect(entered, where).toBe('signedIn')
  const total = successes + (entered === 'signedIn' ? 1 : 0)
  // With every answer at hand, exactly one. Where an answer never came, a pass may be spent with nobody signed in.
  expect(isDoubtful && total === 0 ? 1 : total, where).toBe(1)
  expect(await enter(tap, user, code), where).toBe('oneTimeUsed')
}
