import type { OnWarning, StoreWarning } from '../../src/ports/store-warning.js'

/** Reports what a look at the settings of one source found, unless an earlier look had found it and nothing changed since. */
export type ReportWarnings = (source: number | 'masters', warnings: readonly StoreWarning[]) => void

/** Creates a report that forgets a warning once no source has it any more, so that it is reported again if it returns. */
export function createWarningReport(onWarning: OnWarning): ReportWarnings {
  const found = new Map<number | 'masters', ReadonlySet<string>>()
  return (source, warnings) => {
    const before = [...found.values()]
    // Several masters can have the same setting.
    const distinct = new Map(warnings.map((warning) => [nameOf(warning), warning]))
    found.set(source, new Set(distinct.keys()))
    for (const [name, warning] of distinct) {
      if (!before.some((names) => names.has(name))) onWarning(warning)
    }
  }
}

function nameOf({ setting, value }: StoreWarning): string {
  return `${setting} ${value}`
}
