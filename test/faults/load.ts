import { expect, onTestFinished } from 'vitest'
import type { Tap } from '../../src/index.js'
import type { StoreAddress } from '../local-servers/store-address.js'
import { wrongCode } from '../support/codes.js'
import { bePatient } from '../support/patience.js'
import type { ClientCall } from './client.js'
import { enter, helpDesk, openTap } from './client.js'
import type { Clients } from './clients.js'
import { startClients } from './clients.js'

/** How clients use a pass under load: once by all at the same time, many times, or only at the end. */
type Use = 'once' | 'many' | 'left'

/** A pass whose code was returned to a client. */
interface Issued {
  readonly user: string
  readonly code: string
  readonly use: Use
  /** Sign-ins that were acknowledged. */
  successes: number
  /** A sign-in ended in an error, and may or may not have happened. */
  isDoubtful: boolean
}

/** What a test may do while the clients work. */
export interface Load {
  /** Until `work` has ended, a lane whose call fails waits before it tries again. */
  during(work: () => Promise<void>): Promise<void>
  /** Sends SIGKILL to one client. Another process takes its place. */
  killClient(client: number): Promise<void>
}

/** The numbers of {@link underLoad}. */
export interface Summary {
  readonly issued: number
  readonly signIns: number
  /** Passes for which a sign-in may or may not have happened. */
  readonly doubtful: number
  /** The codes of the typed errors that clients received, and `'killed'`. */
  readonly failures: readonly string[]
}

const clientCount = 2
const laneCount = 6
/** How many passes are checked at the same time, at the end. */
const parallelChecks = 8
const uses: readonly Use[] = ['once', 'many', 'once', 'left']

/**
 * Two processes create passes and sign in with them in several lanes. Calls `strike` once a round, each time after every
 * client has received `answers` more answers. Then checks every acknowledged result.
 */
export async function underLoad(
  address: StoreAddress,
  { rounds, answers }: { readonly rounds: number; readonly answers: number },
  strike: (load: Load, round: number) => Promise<void>,
): Promise<Summary> {
  const clients = startClients(address, clientCount)
  onTestFinished(() => clients.end())
  const lanes = startLanes(clients)
  for (let round = 0; round < rounds; round += 1) {
    await lanes.answered(answers)
    await strike({ during: lanes.during, killClient: clients.kill }, round)
  }
  await lanes.answered(answers)
  const issued = await lanes.stop()

  const undo = bePatient()
  const { tap, close } = await openTap(address)
  await Promise.all(Array.from({ length: parallelChecks }, (_, at) => checkEvery(tap, issued, at)))
  await close()
  undo()
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
  /** Resolves when every client has received `more` more answers. The lanes then continue for as many again. */
  answered(more: number): Promise<void>
  /** Waits for the calls under way. */
  stop(): Promise<readonly Issued[]>
}

function startLanes(clients: Clients): Lanes {
  const issued: Issued[] = []
  let isStopped = false
  let calm = Promise.resolve()
  let quota = 0
  let wake = (): void => {}
  let awake = Promise.resolve()

  /** Repeats the call until it succeeds. */
  async function insist(
    client: number,
    clientCall: Omit<ClientCall, 'address'>,
    onFailure?: () => void,
  ): Promise<string> {
    for (;;) {
      const ended = await clients.ask(client, clientCall)
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

  const running = Promise.all(Array.from({ length: laneCount }, (_, lane) => runLane(lane)))
  // When a lane fails, no more answers arrive, so the wait for them must fail too.
  const broken = running.then(() => new Promise<never>(() => undefined))
  broken.catch(() => undefined)

  return {
    answered(more) {
      quota += clientCount * more
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
  for (let at = from; at < issued.length; at += parallelChecks) await expectKept(tap, issued[at] as Issued)
}

/** Checks every acknowledged result, and that no one-time code has succeeded twice. */
async function expectKept(tap: Tap, { user, code, use, successes, isDoubtful }: Issued): Promise<void> {
  const where = `${use} ${user}, ${successes} acknowledged, doubtful: ${isDoubtful}`
  if (use === 'left') expect((await tap.users.explain({ actor: helpDesk, user })).wrongCodes, where).toBeGreaterThan(0)
  const entered = await enter(tap, user, code)
  if (use === 'many') return void expect(entered, where).toBe('signedIn')
  const total = successes + (entered === 'signedIn' ? 1 : 0)
  // Exactly one sign-in succeeds, unless a response was lost: then the pass may be spent although no user is signed in.
  expect(isDoubtful && total === 0 ? 1 : total, where).toBe(1)
  expect(await enter(tap, user, code), where).toBe('oneTimeUsed')
}
