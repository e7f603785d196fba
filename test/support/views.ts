import type { Usability } from '../../src/core/pass/pass.js'
import { PassNotFoundError } from '../../src/errors.js'
import type { World } from './world.js'

/** The state of one pass in every verb that returns it, and the result of a sign-in with its code. */
export interface Views {
  readonly get: Usability
  readonly list: Usability
  readonly explain: string
  readonly signIn: string
}

/** Signs in last, because that may spend the pass. */
export async function viewsOf(world: World, code: string, user = 'ada'): Promise<Views> {
  const { tap, admin, enter } = world
  const { items } = await tap.passes.list({ actor: admin })
  const listed = items.find(({ userId }) => userId === user)
  const got = await tap.passes.get({ actor: admin, user })
  if (!listed || !got) throw new PassNotFoundError()
  const { usability } = await tap.users.explain({ actor: admin, user })
  return { list: listed.usability, get: got.usability, explain: usability, signIn: await enter(code, user) }
}

/** Returns the views that agree on one state. A right code signs in when the pass is usable. */
export function allSay(usability: Usability): Views {
  const signIn = usability === 'usable' ? 'signedIn' : usability
  return { get: usability, list: usability, explain: usability, signIn }
}
