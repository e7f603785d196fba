import { helpDesk, tap } from './tap.mjs'

/** Issues a pass, signs in with it and verifies the grant. */
export async function mainJob() {
  const pass = await tap.passes.create({ actor: helpDesk, user: 'ada', isUsableOnce: true })
  const code = pass.temporaryAccessPass

  const first = await tap.signIn({ user: 'ada@example.com', code: code.toLowerCase().replace('-', ' ') })
  const grant = first.ok ? first.grant : ''
  const shown = await tap.grants.verify({ grant, purpose: 'registerPasskey' })
  const tampered = await tap.grants.verify({ grant: `${grant.slice(0, -1)}!`, purpose: 'registerPasskey' })
  const second = await tap.signIn({ user: 'ada@example.com', code })
  const { usability } = await tap.users.explain({ actor: helpDesk, user: 'ada' })

  return {
    signedIn: first.ok && first.signIn.userId,
    mayRegister: shown.ok && shown.signIn.userId,
    isTamperedGrantGood: tampered.ok,
    isSignedInAgain: second.ok,
    usability,
  }
}
