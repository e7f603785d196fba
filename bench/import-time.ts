import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Contender } from './support/compare.js'
import { interleave, median, medianRatio } from './support/compare.js'
import { figure, report } from './support/report.js'

const rounds = 15

/** Compares a process that imports the built package and ends with one that imports nothing. */
export async function benchImportTime(): Promise<void> {
  const [empty = [], ours = [], theirs = []] = await interleave(
    [
      program('empty', ''),
      program('temporary-access-pass', `import ${JSON.stringify(import.meta.resolve('temporary-access-pass'))}`),
      program('better-auth', `import ${JSON.stringify(import.meta.resolve('better-auth'))}`),
    ],
    rounds,
  )
  const row = (name: string, times: readonly number[]): readonly string[] => {
    const added = median(times.map((time, round) => time - (empty[round] ?? Number.NaN)))
    return [name, figure(median(times)), figure(added), figure(medianRatio(times, empty))]
  }
  report(
    'Import time (a process of its own)',
    ['', 'ms', 'ms above empty', 'ratio'],
    [
      ['an empty program', figure(median(empty)), '0', '1'],
      row('`import "temporary-access-pass"`', ours),
      row('`import "better-auth"`', theirs),
    ],
  )
}

function program(name: string, source: string): Contender<number> {
  return {
    name,
    async run() {
      const start = performance.now()
      await promisify(execFile)(process.execPath, ['--input-type=module', '-e', source])
      return performance.now() - start
    },
  }
}
