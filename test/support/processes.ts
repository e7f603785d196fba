import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { createBarrier } from './barrier.js'

/** What a function in a child process receives besides its argument. */
export interface ChildContext {
  /** Resolves when every process of the crew has called it equally often. */
  arrive(): Promise<void>
}

/** Exported by the module of a {@link Task}. Argument and result are cloned. */
export type ChildFunction = (argument: never, context: ChildContext) => Promise<unknown>

/** The exported function that a child process runs. */
export interface Task {
  readonly module: URL
  readonly name: string
  readonly argument: unknown
}

/** A message from the parent to its child. */
export type ToChild =
  | { readonly kind: 'go' }
  | {
      readonly kind: 'run'
      readonly id: number
      readonly url: string
      readonly name: string
      readonly argument: unknown
    }

/** A message from the child to its parent. */
export type ToParent =
  | { readonly kind: 'arrived' }
  | { readonly kind: 'answered'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: unknown }

/** A child process that can run several tasks at once. */
export interface StartedProcess {
  /** Its standard output. Writes are synchronous in the child, so that a kill loses none. */
  readonly output: Readable
  /** Rejects when the task fails, or when the process ends first. */
  run(task: Task): Promise<unknown>
  /** Sends SIGKILL and waits for the end. */
  kill(): Promise<void>
}

/** Runs one process per task, all at the same time. Returns their results in order. */
export async function runTogether(tasks: readonly Task[]): Promise<readonly unknown[]> {
  const barrier = createBarrier(tasks.length)
  const started = tasks.map(() => startProcess(() => barrier.arrive()))
  try {
    return await Promise.all(started.map((process, index) => process.run(tasks[index] as Task)))
  } finally {
    await Promise.all(started.map(({ kill }) => kill()))
  }
}

/** Starts one process. */
export function startProcess(arrive: () => Promise<void> = async () => {}): StartedProcess {
  const child = fork(fileURLToPath(new URL('./child.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    serialization: 'advanced',
  })
  const { stdout } = child
  if (stdout === null) throw new Error('A child process has no standard output')
  const ended = once(child, 'exit')
  return {
    output: stdout,
    run: answersOf(child, arrive),
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

interface Waiting {
  resolve(answer: unknown): void
  reject(error: unknown): void
}

function answersOf(child: ChildProcess, arrive: () => Promise<void>): (task: Task) => Promise<unknown> {
  const waiting = new Map<number, Waiting>()
  let ids = 0

  const take = (id: number): Waiting | undefined => {
    const found = waiting.get(id)
    waiting.delete(id)
    return found
  }
  const endAll = (error: Error) => {
    for (const id of [...waiting.keys()]) take(id)?.reject(error)
  }
  child.on('error', endAll)
  child.on('exit', (code, signal) => endAll(new Error(`The process ended early: ${signal ?? `exit code ${code}`}`)))
  child.on('message', (message: ToParent) => {
    if (message.kind === 'answered') take(message.id)?.resolve(message.answer)
    else if (message.kind === 'failed') take(message.id)?.reject(message.error)
    else arrive().then(() => send(child, { kind: 'go' }), endAll)
  })

  return ({ module, name, argument }) =>
    new Promise((resolve, reject) => {
      ids += 1
      waiting.set(ids, { resolve, reject })
      send(child, { kind: 'run', id: ids, url: module.href, name, argument })
    })
}

function send(child: ChildProcess, message: ToChild): void {
  if (child.connected) child.send(message)
}
