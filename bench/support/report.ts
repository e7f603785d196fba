import { availableParallelism, cpus, loadavg } from 'node:os'

/** Describes the machine and its current load. */
export function machine(): string {
  const [load = 0] = loadavg()
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  return `${model}, ${availableParallelism()} cores; Node ${process.versions.node}, ${process.platform}; load ${load.toFixed(1)}`
}

/** Prints a heading and a table as Markdown. */
export function report(title: string, header: readonly string[], rows: readonly (readonly string[])[]): void {
  const lines = [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  process.stdout.write(`\n## ${title}\n\n${lines.join('\n')}\n`)
}

/** Formats a number with about three significant digits, such as `12,345` and `0.97`. */
export function figure(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US')
  return value.toFixed(value >= 10 ? 1 : 2)
}
