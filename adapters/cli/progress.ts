import type { Terminal } from './terminal.js'

/** Shows the progress of a long command. */
export interface ProgressBar {
  step(counts: string): void
  /** Prints a line above the bar. */
  printAbove(line: string): Promise<void>
  end(): void
}

const clearLine = '\r\u001b[K'

/** Shows a bar on a terminal. Elsewhere it prints lines only. */
export async function startProgress({ errors }: Terminal, total: number | undefined): Promise<ProgressBar> {
  if (!errors.isTerminal || total === undefined) {
    return { step: () => undefined, printAbove: (line) => errors.write(`${line}\n`), end: () => undefined }
  }
  const { default: cliProgress } = await import('cli-progress')
  const format = ' {bar} {percentage} % | {value} of {total} | {eta_formatted} left | {counts}'
  const bar = new cliProgress.SingleBar(
    { format, stream: errors.stream as NodeJS.WriteStream, hideCursor: true, clearOnComplete: true, etaBuffer: 100 },
    cliProgress.Presets.shades_grey,
  )
  bar.start(total, 0, { counts: '' })
  return {
    step: (counts) => bar.increment(1, { counts }),
    async printAbove(line) {
      await errors.write(`${clearLine}${line}\n`)
      bar.render()
    },
    end: () => bar.stop(),
  }
}
