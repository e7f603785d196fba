import type { User, Users } from './directory.js'
import { english } from './english.js'
import type { Hire } from './onboarding-lists.js'

/** One typed line: the new colleague, or what is wrong with the line. */
export type HireLine = { readonly number: number; readonly typed: string } & (
  | { readonly user: User; readonly hire: Hire; readonly error?: undefined }
  | { readonly error: string }
)

/** The defaults for lines without a day or a time zone. */
export interface FirstDay {
  readonly startDate: string | undefined
  readonly timeZone: string | undefined
}

/**
 * Reads one user per line, optionally followed by a first day and a time zone. Empty lines and a first line of headings are
 * ignored.
 */
export async function readLines(list: string, users: Users, firstDay: FirstDay): Promise<readonly HireLine[]> {
  const lines: HireLine[] = []
  for (const [index, line] of list.split(/\r\n|\r|\n/).entries()) {
    const typed = line.trim()
    if (typed === '' || (index === 0 && /^"?user"?\s*([,;\t]|$)/i.test(typed))) continue
    lines.push({ number: index + 1, typed, ...(await readLine(typed, users, firstDay, lines)) })
  }
  return lines
}

async function readLine(
  typed: string,
  users: Users,
  firstDay: FirstDay,
  before: readonly HireLine[],
): Promise<{ readonly user: User; readonly hire: Hire } | { readonly error: string }> {
  const cells = typed.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
  const [name = '', startDate = '', timeZone = '', ...others] = cells
  if (others.some((cell) => cell !== '')) return { error: english.lineTooLong }
  const found = await findUsers(name, users)
  const [user] = found
  if (user === undefined) return { error: english.lineUnknown }
  if (found.length > 1) return { error: english.lineAmbiguous }
  const duplicate = before.find((line) => line.error === undefined && line.user.id === user.id)
  if (duplicate !== undefined) return { error: english.lineDuplicate(duplicate.number) }
  const day = startDate || firstDay.startDate
  return {
    user,
    hire: { userId: user.id, startDate: day, timeZone: day && (timeZone || firstDay.timeZone) },
  }
}

/** Finds users by their sign-in name or by their full display name. */
async function findUsers(name: string, users: Users): Promise<readonly User[]> {
  if (name === '') return []
  const found = await users.findUser({ tenantId: 'default', user: name })
  const user = found && users.byId(found.id)
  if (user) return [user]
  return users.search(name).filter(({ displayName }) => displayName.toLowerCase() === name.toLowerCase())
}
