/** What a search has shown. */
export interface Verdict {
  /** `holds`: every order of events was visited. `broken`: a law is broken. `incomplete`: a limit ended the search. */
  readonly kind: 'holds' | 'broken' | 'incomplete'
  /** The law that is broken, if an assertion names it, or the reason why the search is incomplete. */
  readonly what?: string | undefined
  readonly states: number
}

/** Reads what `pan` prints. */
export function verdictOf(output: string): Verdict {
  const states = Number(/(\d+) states, stored/.exec(output)?.[1] ?? 0)
  const law = /assertion violated \(+(\w+)\|\|/.exec(output)?.[1]
  if (law !== undefined) return { kind: 'broken', what: law, states }
  if (/pan:\d+: acceptance cycle/.test(output)) return { kind: 'broken', states }
  const complaint = /^.*(max search depth too small|out of memory|invalid end state \(|assertion violated|error:).*$/m
  const found = complaint.exec(output)?.[0].trim()
  const isComplete = /errors: 0$/m.test(output) && !output.includes('Search not completed')
  if (found !== undefined || !isComplete) return { kind: 'incomplete', what: found ?? 'it took too long', states }
  return { kind: 'holds', states }
}
