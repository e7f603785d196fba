import { Database } from './database.js'
import type { Environment } from './environment.js'
import { FaultPlan } from './faults.js'
import { Ghost } from './ghost.js'
import type { CallRecord, Facts, History } from './history.js'
import { correlationId } from './history.js'
import { directory } from './organisation.js'
import type { Plan, PortCallOfRun, Step } from './plan.js'
import { SimulatedProcess } from './process.js'
import { StoreTrace } from './store-trace.js'
import { hashText, Stream } from './stream.js'
import type { Answer } from './verb-model.js'
import type { VerbName } from './verb-names.js'
import { verbs } from './verbs.js'
import { VirtualTime } from './virtual-time.js'

/** The time of day when a run begins. */
export const epochMs: number = Date.UTC(2026, 10, 28, 9)

/** The processes of a host, their database and their callers, in one run. */
export class World {
  readonly time = new VirtualTime()
  readonly ghost = new Ghost()
  readonly calls: CallRecord[] = []
  readonly story: string[] = []
  readonly faults: FaultPlan
  readonly database: Database
  digest = 0
  /** Every port call so far, in order. Only a plan without faults needs it. */
  readonly portCalls: PortCallOfRun[] = []
  readonly storeTrace: StoreTrace
  readonly #plan: Plan
  readonly #environment: Environment
  readonly #processes: SimulatedProcess[]
  readonly #hosts: Stream
  readonly #events = new Map<string, number>()
  readonly #texts: string[] = []
  readonly #notices: { id: string; kind: string; user: string }[] = []
  #generation = 0

  constructor(plan: Plan) {
    this.#plan = plan
    const { seed, maxLagMs, skewsMs, isEveryCallListed = false } = plan
    this.storeTrace = new StoreTrace(() => this.time.nowMs, isEveryCallListed)
    this.#hosts = new Stream(seed, 'hosts')
    this.faults = new FaultPlan(plan.faults, plan.rates, new Stream(seed, 'faults'))
    this.database = new Database(this.time, new Stream(seed, 'database'), {
      maxLagMs,
      trace: this.storeTrace,
      tell: (text) => this.tell(text),
    })
    this.#environment = this.#createEnvironment()
    this.#processes = skewsMs.map((_, number) => new SimulatedProcess(`p${number}`, this.#environment))
  }

  /** Plans the step. Nothing happens before the time runs. */
  schedule(step: Step): void {
    this.time.after(step.atMs - this.time.nowMs, () => {
      if (step.do === 'kill') this.#processes[step.on]?.die()
      else if (step.do === 'stall') this.database.stall()
      else this.#ask(step.do, step, step.on, step.again ?? 0)
    })
  }

  /** Ends all faults. What is late or slow arrives within five seconds. */
  heal(): void {
    this.faults.isOver = true
    this.database.heal()
    this.tell('the faults are over')
  }

  tell(text: string): void {
    const line = `${this.time.nowMs.toFixed(1)} ${text}`
    this.story.push(line)
    this.digest = hashText(line, this.digest)
  }

  history(healedAtMs: number): History {
    for (const call of this.calls) call.isProcessAlive = this.#processes.some(({ name }) => name === call.process)
    const texts = [...this.#texts, ...this.database.model.documents().map(({ body }) => body)]
    return {
      budget: this.#plan.budget,
      spendOn: this.#plan.spendOn,
      epochMs,
      maxSkewMs: Math.max(...this.#plan.skewsMs) - Math.min(...this.#plan.skewsMs),
      calls: this.calls,
      notices: this.#notices,
      texts,
      healedAtMs,
    }
  }

  /** Makes one call, and asks another process again if it fails as down or busy. */
  #ask(verb: VerbName, step: Step, on: number, again: number): void {
    const process = this.#processes[on]
    if (!process) throw new RangeError(`There is no process ${on}`)
    const facts = verbs[verb].before?.(this.ghost, step, this.calls.length) ?? {}
    const record = this.#addRecord(verb, step.user, process, facts, false)
    void this.#run(record, process, step).then(() => {
      const isAnswerLost = record.reason === 'TAP_PORT_FAILED' || record.reason === 'TAP_BUSY'
      if (!isAnswerLost || again === 0) return
      const other = (on + 1) % this.#processes.length
      this.time.after(1 + this.#hosts.fraction() * 200, () => this.#ask(verb, step, other, again - 1))
    })
  }

  async #run(record: CallRecord, process: SimulatedProcess, step: Step): Promise<void> {
    const { tap, requests } = process
    const [callsBefore, writesBefore, inFlight] = [process.callsMade, process.writesAcknowledged, process.callsInFlight]
    process.callsMade += 1
    const faultsBefore = this.faults.struck.length
    process.callsInFlight += 1
    const end = (answer: Pick<CallRecord, 'outcome' | 'reason'> & { readonly facts?: Facts | undefined }): void => {
      process.callsInFlight -= 1
      record.endMs = this.time.nowMs
      record.outcome = answer.outcome
      record.reason = answer.reason
      record.isUndisturbed = this.faults.struck.length === faultsBefore && !this.database.model.isStalled
      record.events = this.#events.get(correlationId(record.id)) ?? 0
      record.facts = { ...record.facts, ...answer.facts }
      const isAlone = inFlight === 0 && process.callsMade === callsBefore + 1
      record.writes = isAlone ? process.writesAcknowledged - writesBefore : undefined
      this.tell(`${process.name} ${describe(record)}: ${answer.reason ?? answer.outcome}`)
    }
    try {
      const answer: Answer = await verbs[record.verb].run({
        tap,
        requests,
        ghost: this.ghost,
        step,
        user: step.user ?? '',
        facts: record.facts,
        context: { correlationId: correlationId(record.id) },
        nowMs: () => this.time.nowMs,
        addRow: (user) => this.#addRecord('row of createMany', user, process, { key: step.key }, true),
      })
      end({ reason: undefined, ...answer })
      if (answer.outcome === 'ok' && verbs[record.verb].isChange) this.database.answered()
    } catch (error) {
      end({ outcome: 'failed', reason: codeOf(error) })
    }
  }

  #addRecord(
    verb: VerbName,
    user: string | undefined,
    process: SimulatedProcess,
    facts: Facts,
    isRow: boolean,
  ): CallRecord {
    const record: CallRecord = {
      id: this.calls.length,
      verb,
      user,
      process: process.name,
      startMs: this.time.nowMs,
      endMs: Infinity,
      outcome: 'unanswered',
      reason: undefined,
      facts,
      writes: undefined,
      events: 0,
      isUndisturbed: true,
      isProcessAlive: true,
      isRow,
    }
    this.calls.push(record)
    return record
  }

  #createEnvironment(): Environment {
    const plan = this.#plan
    const { seed, skewsMs, budget, spendOn } = plan
    const slowness = new Stream(seed, 'slowness')
    const secret = new Stream(seed, 'key').bytes(32)
    return {
      seed,
      time: this.time,
      database: this.database,
      faults: this.faults,
      storeTrace: this.storeTrace,
      directory,
      policy: {
        state: 'enabled',
        defaultLength: 40,
        spendOn,
        wrongCodesBeforeLockout: 100,
        wrongCodesBeforeRevocation: budget,
      },
      keys: () => [{ id: 'k', secret }],
      clock: (process) => Math.floor(epochMs + this.time.nowMs + (skewsMs[Number(process[1])] ?? 0)),
      seconds: () => 100 + slowness.fraction() * 4_700,
      onEvent: (event) => {
        this.#events.set(event.correlationId, (this.#events.get(event.correlationId) ?? 0) + 1)
        this.#texts.push(JSON.stringify(event))
      },
      onNotice: ({ id, kind, userId: user, repudiationToken }) => {
        this.#notices.push({ id, kind, user })
        this.ghost.tokens.set(user, repudiationToken)
      },
      onDelivery: ({ userId, pass }) => this.ghost.addCode(userId, { passId: pass.id, code: pass.temporaryAccessPass }),
      onDeath: (name) => this.#restart(name),
      tell: (text) => this.tell(text),
      record: (process, port, count) => {
        if (plan.isEveryCallListed) this.portCalls.push({ process, port, count })
        this.digest = (hashText(port, this.digest) ^ (count * 31 + process.length)) >>> 0
      },
    }
  }

  #restart(name: string): void {
    const number = this.#processes.findIndex((process) => process.name === name)
    this.#generation += 1
    this.storeTrace.add({ what: 'died', process: name })
    this.#processes[number] = new SimulatedProcess(`${name.slice(0, 2)}.${this.#generation}`, this.#environment)
  }
}

function describe({ verb, user, facts, id }: CallRecord): string {
  const typed =
    verb === 'signIn' ? ` with ${facts.passId ? `the code of ${facts.passId.slice(0, 4)}` : 'a wrong code'}` : ''
  const issued = facts.code && verb !== 'signIn' && facts.passId ? ` pass ${facts.passId.slice(0, 4)}` : ''
  const credential = facts.credentialId ? ` of ${facts.credentialId}` : ''
  return `#${id} ${verb}${user ? ` ${user}` : ''}${typed}${issued}${credential}`
}

/** The code of a typed error, or the text of any other. */
function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return error instanceof Error ? `${error.stack}` : String(error)
}
