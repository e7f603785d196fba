import { availableParallelism, cpus, loadavg } from 'node:os'

/** The machine that the figures belong to, and how busy it was with other things. */
export function machine(): string {
  const [load = 0] = loadavg()
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  return `${model}, ${availableParallelism()} cores; Node ${process.versions.node}, ${process.platform}; load ${load.toFixed(1)}`
}

/** A heading and a table, as Markdown. */
export function report(title: string, header: readonly string[], rows: readonly (readonly string[])[]): void {
  const lines = [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  process.stdout.write(`\n## ${title}\n\n${lines.join('\n')}\n`)
}

/** `12,345`, `0.97`: three digits that say something. */
export function figure(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US')
  return value.toFixed(value >= 10 ? 1 : 2)
}
