import type { IssuedPass } from 'temporary-access-pass'
import type { User } from './directory.js'
import type { Parts } from './parts.js'
import { durationInWords } from './words.js'

/** The first administrator and their pass. */
export interface Bootstrap {
  readonly user: User
  readonly pass: IssuedPass
}

/**
 * Issues a pass for the first administrator. No user can issue one yet, so the application itself does. The pass can be used
 * several times, because the first sign-in may happen in the wrong browser.
 */
export async function issueBootstrapPass({ tap, users }: Parts): Promise<Bootstrap | undefined> {
  const user = users.byRole('Global Administrator')
  if (user === undefined) return undefined
  const actor = { kind: 'system', id: 'first-start', permissions: ['passes.create', 'policy.get'] } as const
  const { maximumLifetimeInMinutes, isUsableOnce } = await tap.policy.get({ actor })
  const pass = await tap.passes.create({
    actor,
    user: user.id,
    lifetimeInMinutes: maximumLifetimeInMinutes,
    isUsableOnce,
  })
  return { user, pass }
}

/** Returns the text for the terminal. The code is printed only here and is not stored. */
export function welcome(origin: string, bootstrap: Bootstrap | undefined): string {
  const lines =
    bootstrap === undefined
      ? ['Sign in with your passkey.', 'No passkey? Get a new pass: npm start -- --bootstrap']
      : [
          `Sign in as   ${bootstrap.user.userPrincipalName}   (${bootstrap.user.displayName}, ${bootstrap.user.roles[0]})`,
          `with pass    ${bootstrap.pass.temporaryAccessPass}`,
          '',
          `It works for ${durationInWords(bootstrap.pass.lifetimeInMinutes)} and is shown only once.`,
          'Get another pass: npm start -- --bootstrap',
        ]
  return `\n  Open         ${origin}\n${lines.map((line) => (line === '' ? '\n' : `  ${line}\n`)).join('')}\n`
}
