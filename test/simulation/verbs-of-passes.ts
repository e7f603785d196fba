import type { IssuedPass, Pass } from '../../src/core/pass/pass.js'
import type { Facts } from './history.js'
import { helpDesk as actor } from './organisation.js'
import type { VerbModel } from './verb-model.js'
import { ok } from './verb-model.js'

export const lifetimeInMinutes = 60

const create: VerbModel = {
  isChange: true,
  async run({ tap, ghost, step, user, context }) {
    const pass = await tap.passes.create({ actor, user, isUsableOnce: step.isOnce, lifetimeInMinutes, context })
    const facts = factsOf(pass)
    ghost.addCode(user, { passId: pass.id, code: pass.temporaryAccessPass })
    return { ...ok, facts }
  },
}

const createDelivered: VerbModel = {
  isChange: true,
  async run({ tap, step, user, context }) {
    const terms = { isUsableOnce: step.isOnce, lifetimeInMinutes, deliverTo: 'email' } as const
    return { ...ok, facts: factsOf(await tap.passes.create({ actor, user, ...terms, context })) }
  },
}

const get: VerbModel = {
  isChange: false,
  async run({ tap, user, context }) {
    return { ...ok, facts: seen(await tap.passes.get({ actor, user, context })) }
  },
}

const list: VerbModel = {
  isChange: false,
  async run({ tap, context }) {
    await tap.passes.list({ actor, context })
    return ok
  },
}

const remove: VerbModel = {
  isChange: true,
  isDeletion: true,
  async run({ tap, user, context }) {
    const { passId } = await tap.passes.delete({ actor, user, context })
    return { ...ok, facts: { passId } }
  },
}

const removeWithCredentials: VerbModel = {
  isChange: true,
  isDeletion: true,
  before: (ghost, { user = '' }) => ({ passId: ghost.codes.get(user)?.at(-1)?.passId }),
  async run({ tap, user, facts: { passId }, context }) {
    const { registrations, ...deleted } = await tap.passes.delete({ actor, user, passId, cascade: true, context })
    const credentialIds = registrations.map(({ credential }) => credential.id)
    return { ...ok, facts: { passId: deleted.passId, credentialIds } }
  },
}

export const passVerbs = {
  'passes.create': create,
  'passes.create delivered': createDelivered,
  'passes.get': get,
  'passes.list': list,
  'passes.delete': remove,
  'passes.delete cascade': removeWithCredentials,
}

export function factsOf(pass: Pass | IssuedPass): Facts {
  const { id: passId, isUsableOnce: isOnce, startDateTime, endDateTime } = pass
  const code = 'temporaryAccessPass' in pass ? pass.temporaryAccessPass : undefined
  return { passId, code, isOnce, startsAtMs: startDateTime.getTime(), endsAtMs: endDateTime.getTime() }
}

function seen(pass: Pass | undefined): Facts {
  return { passId: pass?.id, createdAtMs: pass?.createdDateTime.getTime() }
}
