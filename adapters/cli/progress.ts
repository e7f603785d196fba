import type { Terminal } from './terminal.js'

/** How far a long command has come, for a person who watches. */
export interface Progress {
  step(counts: string): void
  /** A line that stays, above the bar. */
  say(line: string): Promise<void>
  end(): void
}

const clearLine = '\r\u001b[K'

/** On a terminal a bar with an estimate; elsewhere lines only. */
export async function startProgress({ errors }: Terminal, total: number | undefined): Promise<Progress> {
  if (!errors.isTerminal || total === undefined) {
    return { step: () => undefined, say: (line) => errors.write(`${line}\n`), end: () => undefined }
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
    async say(line) {
      await errors.write(`${clearLine}${line}\n`)
      bar.render()
    },
    end: () => bar.stop(),
  }
}
