import type { Usability } from '../../src/core/pass/pass.js'
import { PassNotFoundError } from '../../src/errors.js'
import type { World } from './world.js'

/** One pass as every verb that shows one sees it at this instant; and what the door says to its code. */
export interface Views {
  readonly get: Usability
  readonly list: Usability
  readonly explain: string
  readonly signIn: string
}

/** The door last: it may use the pass up. */
export async function viewsOf(world: World, code: string, user = 'ada'): Promise<Views> {
  const { tap, admin, enter } = world
  const { items } = await tap.passes.list({ actor: admin })
  const listed = items.find(({ userId }) => userId === user)
  const got = await tap.passes.get({ actor: admin, user })
  if (!listed || !got) throw new PassNotFoundError()
  const { usability } = await tap.users.explain({ actor: admin, user })
  return { list: listed.usability, get: got.usability, explain: usability, signIn: await enter(code, user) }
}

/** What every view says of a pass in that state; a right code is let in where it is usable. */
export function allSay(usability: Usability): Views {
  const signIn = usability === 'usable' ? 'signedIn' : usability
  return { get: usability, list: usability, explain: usability, signIn }
}
