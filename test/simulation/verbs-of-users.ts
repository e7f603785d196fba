import { helpDesk as actor } from './organisation.js'
import type { VerbModel } from './verb-model.js'
import { ok } from './verb-model.js'

const listRegistrations: VerbModel = {
  isChange: false,
  async run({ tap, user, context }) {
    const registrations = await tap.registrations.list({ actor, user, context })
    return { ...ok, facts: { credentialIds: registrations.map(({ credential }) => credential.id) } }
  },
}

const explain: VerbModel = {
  isChange: false,
  async run({ tap, user, context }) {
    await tap.users.explain({ actor, user, context })
    return ok
  },
}

const unlock: VerbModel = {
  isChange: true,
  async run({ tap, user, context }) {
    await tap.users.unlock({ actor, user, justification: 'The user called', context })
    return ok
  },
}

const forget: VerbModel = {
  isChange: true,
  isDeletion: true,
  async run({ tap, user, context }) {
    await tap.users.forget({ actor, user, context })
    return ok
  },
}

const disable = policyChange('disabled')
const enable = policyChange('enabled')

const reset: VerbModel = {
  isChange: true,
  before: () => ({ state: 'enabled' }),
  async run({ tap, context }) {
    await tap.policy.reset({ actor, context })
    return ok
  },
}

const getPolicy: VerbModel = {
  isChange: false,
  async run({ tap, context }) {
    return { ...ok, facts: { state: (await tap.policy.get({ actor, context })).state } }
  },
}

const sweep = maintenance(({ tap }) => tap.maintenance.sweep())
const reseal = maintenance(({ tap }) => tap.maintenance.reseal())
const sendNotices = maintenance(({ tap }) => tap.maintenance.sendNotices())

export const userVerbs = {
  'registrations.list': listRegistrations,
  'users.explain': explain,
  'users.unlock': unlock,
  'users.forget': forget,
  'policy.update disabled': disable,
  'policy.update enabled': enable,
  'policy.reset': reset,
  'policy.get': getPolicy,
  'maintenance.sweep': sweep,
  'maintenance.reseal': reseal,
  'maintenance.sendNotices': sendNotices,
}

function policyChange(state: 'enabled' | 'disabled'): VerbModel {
  return {
    isChange: true,
    before: () => ({ state }),
    async run({ tap, context }) {
      await tap.policy.update({ actor, patch: { state }, context })
      return ok
    },
  }
}

function maintenance(run: (call: Parameters<VerbModel['run']>[0]) => Promise<unknown>): VerbModel {
  return {
    isChange: false,
    hasOwnEvents: true,
    async run(call) {
      await run(call)
      return ok
    },
  }
}
