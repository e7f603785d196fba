import type { Environment } from './environment.js'
import { modelLaws } from './laws.js'

type Names = ReadonlyMap<string, number>

const roles = 'SIGN_IN GUESS SIGN_IN_TOGETHER REGISTER CREATE DELETE FORGET UNLOCK SEND_NOTICES'.split(' ')
const results = 'OK WRONG_CODE REFUSED NOT_FOUND CONFLICT BUSY FAILED'.split(' ')
const ends = 'USED REVOKED EXPIRED'.split(' ')

/** Returns what happened in a replay, line by line, with the names of the model instead of its numbers. */
export function storyOf(replay: string, environment: Environment, names: Names): readonly string[] {
  const law = /assertion violated \(+(\w+)\|\|/.exec(replay)?.[1]
  if (law === undefined) return ['No law is broken.']
  const callers = [1, 2, 3].flatMap((caller) => {
    const role = wordOf(roles, names, environment[`ROLE_${caller}`])
    return role === undefined ? [] : [`CALLER ${caller} calls ${role}, pass ${environment[`PASS_${caller}`]}`]
  })
  const events = replay
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^(CALLER \d|STORE |CLOCK |written|request|another write)/.test(line))
    .map((line) => line.replace(/^[a-z]/, '  $&'))
    .map((line) => line.replace(/ended (\d)( by \d+)?/, (_, end: string) => wordOf(ends, names, end) ?? 'not ended'))
    .map((line) => line.replace(/returns (\d+)$/, (_, result: string) => `returns ${resultsOf(result, names)}`))
  return [...callers, ...events, `Broken: ${modelLaws[law as keyof typeof modelLaws]} (${law})`]
}

/** Three sign-ins that are decided together return three results in one number: see `PART` in `settings.pml`. */
function resultsOf(text: string, names: Names): string {
  const value = Number(text)
  const parts = [value & 3, (value >> 2) & 3, (value >> 4) & 3]
  return wordOf(results, names, text) ?? parts.map((part) => wordOf(results, names, String(part))).join(', ')
}

function wordOf(words: readonly string[], names: Names, value: string | undefined): string | undefined {
  return words.find((word) => String(names.get(word)) === value)
}
