import type { IssuedPass } from 'temporary-access-pass'
import type { Person } from './directory.js'
import type { Parts } from './parts.js'
import { durationInWords } from './words.js'

/** The first administrator, and a pass for them. */
export interface Bootstrap {
  readonly person: Person
  readonly pass: IssuedPass
}

/**
 * Nobody is there yet who could issue a pass, so the application itself does: for a day's work and usable several times,
 * because whoever tries this out may well begin in the wrong browser.
 */
export async function issueBootstrapPass({ tap, people }: Parts): Promise<Bootstrap | undefined> {
  const person = people.byRole('Global Administrator')
  if (person === undefined) return undefined
  const actor = { kind: 'system', id: 'first-start', permissions: ['passes.create', 'policy.get'] } as const
  const { maximumLifetimeInMinutes, isUsableOnce } = await tap.policy.get({ actor })
  const pass = await tap.passes.create({
    actor,
    user: person.id,
    lifetimeInMinutes: maximumLifetimeInMinutes,
    isUsableOnce,
  })
  return { person, pass }
}

/** What the terminal says. The code is printed this once and stored nowhere. */
export function welcome(origin: string, bootstrap: Bootstrap | undefined): string {
  const lines =
    bootstrap === undefined
      ? ['Sign in with your passkey.', 'No passkey, or lost? A new pass: npm start -- --bootstrap']
      : [
          `Sign in as   ${bootstrap.person.userPrincipalName}   (${bootstrap.person.displayName}, ${bootstrap.person.roles[0]})`,
          `with pass    ${bootstrap.pass.temporaryAccessPass}`,
          '',
          `It works for ${durationInWords(bootstrap.pass.lifetimeInMinutes)} and is shown only now.`,
          'Another one: npm start -- --bootstrap',
        ]
  return `\n  Open         ${origin}\n${lines.map((line) => (line === '' ? '\n' : `  ${line}\n`)).join('')}\n`
}
