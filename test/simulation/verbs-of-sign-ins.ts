import { revealRefusal } from '../../src/core/sign-in/refusal.js'
import type { VerbModel } from './verb-model.js'
import { ok } from './verb-model.js'

const signIn: VerbModel = {
  isChange: true,
  before: (ghost, { user = '', code }, id) => ghost.typedCode(user, code, id),
  async run({ tap, ghost, user, facts, context }) {
    const result = await tap.signIn({ user, code: facts.code ?? '', context })
    if (!result.ok) return { outcome: 'refused', reason: revealRefusal(result) }
    const { passId: signedInPassId } = result.signIn
    ghost.addGrant(user, { passId: signedInPassId, grant: result.grant })
    return { ...ok, facts: { signedInPassId } }
  },
}

const verify: VerbModel = {
  isChange: false,
  before: (ghost, { user = '' }) => ghost.grants.get(user)?.at(-1) ?? {},
  async run({ tap, facts, context }) {
    const result = await tap.grants.verify({ grant: facts.grant ?? 'none', purpose: 'session', context })
    return result.ok ? ok : { outcome: 'refused', reason: result.reason }
  },
}

const complete: VerbModel = {
  isChange: true,
  before: (ghost, { user = '', key }) => ({ ...ghost.grants.get(user)?.at(-1), credentialId: key }),
  async run({ tap, facts, context }) {
    const credential = { id: facts.credentialId ?? '', type: 'passkey' }
    const result = await tap.registrations.complete({ grant: facts.grant ?? 'none', credential, context })
    return result.ok ? ok : { outcome: 'refused', reason: result.reason }
  },
}

const repudiate: VerbModel = {
  isChange: true,
  isDeletion: true,
  async run({ tap, ghost, user, context }) {
    const result = await tap.repudiate({ token: ghost.tokens.get(user) ?? 'none', context })
    if (!result.ok) return { outcome: 'refused' }
    const { passId, registrations } = result.deleted
    return { ...ok, facts: { passId, credentialIds: registrations.map(({ credential }) => credential.id) } }
  },
}

const isPassOffered: VerbModel = {
  isChange: false,
  async run({ tap, user, context }) {
    await tap.isPassOffered({ user, context })
    return ok
  },
}

export const signInVerbs = {
  signIn,
  'grants.verify': verify,
  'registrations.complete': complete,
  repudiate,
  isPassOffered,
}
