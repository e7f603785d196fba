import type { StoreAddress } from '../local-servers/store-address.js'
import type { StartedProcess } from '../support/processes.js'
import { startProcess } from '../support/processes.js'
import type { Answered, ClientCall } from './client.js'

/** Processes with one pool each. */
export interface Clients {
  readonly count: number
  /** The codes of the typed errors, and `'killed'` for calls whose process was killed. */
  readonly failures: ReadonlySet<string>
  ask(client: number, clientCall: Omit<ClientCall, 'address'>): Promise<Answered>
  /** Resolves when every client has received `more` more answers, or rejects with `broken`. */
  answered(more: number, broken: Promise<never>): Promise<void>
  /** Sends SIGKILL to one client, and starts another process in its place. */
  kill(client: number): Promise<void>
  /** Sends SIGKILL to all of them. */
  end(): Promise<void>
}

const module = new URL('./client.ts', import.meta.url)

export function startClients(address: StoreAddress, count: number): Clients {
  const processes = Array.from({ length: count }, () => startProcess())
  const answers = processes.map(() => 0)
  const failures = new Set<string>()
  // A spare process starts early, so that a kill causes no pause.
  let spare: StartedProcess | undefined
  let notify = (): void => {}

  return {
    count,
    failures,
    async ask(client, clientCall) {
      const process = processes[client] as StartedProcess
      const argument: ClientCall = { address, ...clientCall }
      const ended = (await process.run({ module, name: 'ask', argument }).catch((error: unknown) => {
        if (processes[client] === process) throw error
        return { failed: 'killed' }
      })) as Answered
      if ('failed' in ended) failures.add(ended.failed)
      else answers[client] = (answers[client] ?? 0) + 1
      notify()
      return ended
    },
    async answered(more, broken) {
      const goals = answers.map((answered) => answered + more)
      while (goals.some((goal, client) => (answers[client] ?? 0) < goal)) {
        const next = new Promise<void>((resolve) => {
          notify = resolve
        })
        await Promise.race([next, broken])
      }
    },
    async kill(client) {
      const victim = processes[client] as StartedProcess
      processes[client] = spare ?? startProcess()
      spare = startProcess()
      await victim.kill()
    },
    async end() {
      await Promise.all([...processes, ...(spare ? [spare] : [])].map(({ kill }) => kill()))
    },
  }
}
