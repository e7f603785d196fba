import { expect } from 'vitest'
import type { Tap } from '../../src/index.js'
import { wrongCode } from '../support/codes.js'
import type { StartedProcess } from '../support/processes.js'
import { startProcess } from '../support/processes.js'
import type { StoreAddress } from '../support/servers/store-address.js'
import type { Answered, Asked } from './client.js'
import { enter, helpDesk } from './client.js'

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

/** Client processes that create passes and sign in with them, in many lanes, until they are told to stop. */
export interface Load {
  /** Resolves when every client has had so many more answers, and lets them have twice as many before they rest. */
  answered(more: number): Promise<void>
  /** From the call on, who fails waits for the end of `work` before trying again. */
  during(work: () => Promise<void>): Promise<void>
  /** SIGKILL for one client, whose place another process takes. */
  killClient(index: number): Promise<void>
  /** Lets what is under way end, and checks that what was acknowledged holds, as a tap of its own sees it. */
  stop(tap: Tap): Promise<Summary>
}

/** What was checked. */
export interface Summary {
  readonly issued: number
  readonly signIns: number
  readonly doubtful: number
  /** Typed errors that clients met. */
  readonly failures: readonly string[]
}

const module = new URL('./client.ts', import.meta.url)
const LANES = 6
/** How many passes are looked at together, at the end. */
const CHECKS = 8
const uses: readonly Use[] = ['once', 'many', 'once', 'left']

export function startLoad(address: StoreAddress, clients = 2): Load {
  const processes = Array.from({ length: clients }, () => startProcess())
  let spare: StartedProcess | undefined
  const answers = processes.map(() => 0)
  const failures = new Set<string>()
  const issued: Issued[] = []
  let isStopped = false
  let calm = Promise.resolve()
  let quota = 0
  let wake = (): void => {}
  let awake = Promise.resolve()
  let notify = (): void => {}

  async function ask(client: number, asked: Omit<Asked, 'address'>): Promise<Answered> {
    const process = processes[client] as StartedProcess
    const argument: Asked = { address, ...asked }
    const ended = (await process.run({ module, name: 'ask', argument }).catch((error: unknown) => {
      if (processes[client] === process) throw error
      return { failed: 'killed' }
    })) as Answered
    if ('failed' in ended) failures.add(ended.failed)
    else answers[client] = (answers[client] ?? 0) + 1
    notify()
    return ended
  }

  /** Until there is an answer. `undefined` when the load is over before there is one. */
  async function insist(client: number, asked: Omit<Asked, 'address'>, onFailure?: () => void): Promise<string> {
    for (;;) {
      const ended = await ask(client, asked)
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
      const client = turn % clients
      const code = await insist(client, { verb: 'create', user, isUsableOnce: use !== 'many' })
      const pass: Issued = { user, code, use, successes: 0, isDoubtful: false }
      issued.push(pass)
      if (use === 'left') {
        expect(await insist(client, { verb: 'signIn', user, code: wrongCode() })).toBe('wrongCode')
      } else {
        await Promise.all(processes.map((_, each) => signIn(each, pass)))
      }
    }
  }

  const lanes = Promise.all(Array.from({ length: LANES }, (_, lane) => runLane(lane)))
  // A lane that fails ends the waiting for answers that will not come.
  const broken = lanes.then(() => undefined)
  broken.catch(() => undefined)

  return {
    async answered(more) {
      const goals = answers.map((count) => count + more)
      quota += 2 * more
      wake()
      awake = new Promise((resolve) => {
        wake = resolve
      })
      const isReached = (): boolean => goals.every((goal, client) => (answers[client] ?? 0) >= goal)
      while (!isReached()) {
        const next = new Promise<void>((resolve) => {
          notify = resolve
        })
        await Promise.race([next, broken])
      }
    },
    async during(work) {
      const done = work()
      calm = done
      await done
    },
    async killClient(index) {
      const victim = processes[index] as StartedProcess
      processes[index] = spare ?? startProcess()
      await victim.kill()
      spare = startProcess()
    },
    async stop(tap) {
      isStopped = true
      wake()
      await lanes
      await Promise.all([...processes, ...(spare ? [spare] : [])].map(({ kill }) => kill()))
      await Promise.all(Array.from({ length: CHECKS }, (_, at) => checkEvery(tap, issued, at)))
      return {
        issued: issued.length,
        signIns: issued.reduce((sum, { successes }) => sum + successes, 0),
        doubtful: issued.filter(({ isDoubtful }) => isDoubtful).length,
        failures: [...failures].sort(),
      }
    },
  }
}

async function checkEvery(tap: Tap, issued: readonly Issued[], from: number): Promise<void> {
  for (let at = from; at < issued.length; at += CHECKS) await expectKept(tap, issued[at] as Issued)
}

/** Whatever was acknowledged is so, and no code of a one-time pass has succeeded twice. */
async function expectKept(tap: Tap, { user, code, use, successes, isDoubtful }: Issued): Promise<void> {
  const where = `${use} ${user}, ${successes} acknowledged, doubtful: ${isDoubtful}`
  if (use === 'left') expect((await tap.explain({ actor: helpDesk, user })).wrongCodes, where).toBeGreaterThan(0)
  const entered = await enter(tap, user, code)
  if (use === 'many') return void expect({ entered, where }).toEqual({ entered: 'signedIn', where })
  const total = successes + (entered === 'signedIn' ? 1 : 0)
  // With every answer at hand, exactly one. Where an answer never came, a pass may be spent with nobody signed in.
  expect(isDoubtful && total === 0 ? 1 : total, where).toBe(1)
  expect(await enter(tap, user, code), where).toBe('oneTimeUsed')
}
