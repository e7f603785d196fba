import type { People, Person } from './directory.js'
import { english } from './english.js'
import type { Hire } from './onboarding-lists.js'

/** One line as it was typed: somebody to be issued a pass, or what is wrong with it. */
export type HireLine = { readonly number: number; readonly typed: string } & (
  | { readonly person: Person; readonly hire: Hire; readonly error?: undefined }
  | { readonly error: string }
)

/** For whoever has no day or time zone of their own in their line. */
export interface FirstDay {
  readonly startDate: string | undefined
  readonly timeZone: string | undefined
}

/** A person a line, with a first day and a time zone behind it if need be. Empty lines, and a first line of headings, are left out. */
export async function readLines(list: string, people: People, firstDay: FirstDay): Promise<readonly HireLine[]> {
  const lines: HireLine[] = []
  for (const [index, line] of list.split(/\r\n|\r|\n/).entries()) {
    const typed = line.trim()
    if (typed === '' || (index === 0 && /^"?user"?\s*([,;\t]|$)/i.test(typed))) continue
    lines.push({ number: index + 1, typed, ...(await readLine(typed, people, firstDay, lines)) })
  }
  return lines
}

async function readLine(
  typed: string,
  people: People,
  firstDay: FirstDay,
  before: readonly HireLine[],
): Promise<{ readonly person: Person; readonly hire: Hire } | { readonly error: string }> {
  const cells = typed.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
  const [name = '', startDate = '', timeZone = '', ...others] = cells
  if (others.some((cell) => cell !== '')) return { error: english.lineTooLong }
  const found = await personsNamed(name, people)
  const [person] = found
  if (person === undefined) return { error: english.lineUnknown }
  if (found.length > 1) return { error: english.lineAmbiguous }
  const twin = before.find((line) => line.error === undefined && line.person.id === person.id)
  if (twin !== undefined) return { error: english.lineTwice(twin.number) }
  const day = startDate || firstDay.startDate
  return {
    person,
    hire: { personId: person.id, startDate: day, timeZone: day && (timeZone || firstDay.timeZone) },
  }
}

/** By what they sign in with, or by their whole name as it stands in an e-mail from a manager. */
async function personsNamed(name: string, people: People): Promise<readonly Person[]> {
  if (name === '') return []
  const user = await people.findUser({ tenantId: 'default', user: name })
  const person = user && people.byId(user.id)
  if (person) return [person]
  return people.search(name).filter(({ displayName }) => displayName.toLowerCase() === name.toLowerCase())
}
