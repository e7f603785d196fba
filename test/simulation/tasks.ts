/** What a runtime offers to run something as the next task, after all promises that can settle. */
export interface TaskHost {
  readonly setImmediate?: ((run: () => void) => unknown) | undefined
  readonly MessageChannel?: (new () => MessageChannel) | undefined
  /** Only pages have one. */
  readonly document?: unknown
  readonly setTimeout: (run: () => void, ms: number) => unknown
}

/**
 * Returns the fastest way of this runtime. Pages have no `setImmediate`, and slow down their timers. Workers of workerd have
 * none without its Node modules, and their messages arrive before promises have settled.
 */
export function taskScheduler(host: TaskHost): (run: () => void) => void {
  const { setImmediate, MessageChannel, setTimeout } = host
  if (setImmediate) return (run) => void setImmediate(run)
  if (MessageChannel && host.document !== undefined) return byMessage(new MessageChannel())
  return (run) => void setTimeout(run, 0)
}

function byMessage({ port1, port2 }: MessageChannel): (run: () => void) => void {
  const waiting: (() => void)[] = []
  port1.onmessage = () => waiting.shift()?.()
  return (run) => {
    waiting.push(run)
    port2.postMessage(undefined)
  }
}
