import type { RequestResult } from '../../src/requests/inputs.js'
import { reviewer as actor, administrator } from './organisation.js'
import type { Answer, Call, VerbModel } from './verb-model.js'
import { ok } from './verb-model.js'
import { factsOf } from './verbs-of-passes.js'

const clientBinding = 'cookie of the requester'
const justification = 'I know the voice'

const submit: VerbModel = {
  isChange: true,
  async run({ requests, ghost, user, context }) {
    const result = await requests.submit({ user, employeeId: `E-${user}`, clientBinding, context })
    if (!result.ok) return { outcome: 'refused' }
    ghost.requests.set(user, result.requestId)
    return { ...ok, facts: { requestId: result.requestId } }
  },
}

const open: VerbModel = {
  isChange: true,
  async run({ requests, ghost, user, context }) {
    const ticket = 'T-1'
    const request = await requests.open({ actor: administrator, user, justification, ticket, clientBinding, context })
    ghost.requests.set(user, request.id)
    return { ...ok, facts: { requestId: request.id } }
  },
}

const collect: VerbModel = {
  isChange: true,
  before: newestRequest,
  async run({ requests, ghost, user, facts: { requestId = 'none' }, context }) {
    const result = await requests.collect({ requestId, clientBinding, context })
    if (!result.ok) return { outcome: 'refused', reason: result.state }
    ghost.addCode(user, { passId: result.pass.id, code: result.pass.temporaryAccessPass })
    return { ...ok, facts: { ...factsOf(result.pass), requestId } }
  },
}

export const requestVerbs = {
  'requests.submit': submit,
  'requests.open': open,
  'requests.prove document': ofRequester(({ requests }, of) =>
    requests.prove({ ...of, prover: 'document', presented: 'good' }),
  ),
  'requests.prove liveness': ofRequester(({ requests }, of) =>
    requests.prove({ ...of, prover: 'liveness', presented: 'good' }),
  ),
  'requests.edit': ofRequester(({ requests }, of) => requests.edit({ ...of, contact: 'room 4' })),
  'requests.status': { ...ofRequester(({ requests }, of) => requests.status(of)), isChange: false },
  'requests.cancel': ofRequester(({ requests }, of) => requests.cancel(of)),
  'requests.collect': collect,
  'requests.startCall': ofReviewer(({ requests }, of) => requests.startCall(of)),
  'requests.approve': ofReviewer(({ requests }, of) => requests.approve({ ...of, justification })),
  'requests.deny': ofReviewer(({ requests }, of) => requests.deny({ ...of, justification })),
  'requests.get': { ...ofReviewer(({ requests }, of) => requests.get(of)), isChange: false },
  'requests.list': {
    ...ofReviewer(({ requests }, { context }) => requests.list({ actor: administrator, context, view: 'all' })),
    isChange: false,
  },
  'requests.maintain': { ...ofReviewer(({ requests }) => requests.maintain()), isChange: false, hasOwnEvents: true },
}

type RequesterOf = Pick<Call, 'context'> & { readonly requestId: string; readonly clientBinding: string }

function ofRequester(run: (call: Call, of: RequesterOf) => Promise<RequestResult>): VerbModel {
  return {
    isChange: true,
    before: newestRequest,
    async run(call): Promise<Answer> {
      const { context, facts } = call
      const result = await run(call, { context, requestId: facts.requestId ?? 'none', clientBinding })
      return { outcome: result.ok ? 'ok' : 'refused', reason: result.state }
    },
  }
}

function ofReviewer(
  run: (
    call: Call,
    of: Pick<Call, 'context'> & { readonly requestId: string; readonly actor: typeof actor },
  ) => unknown,
): VerbModel {
  return {
    isChange: true,
    before: newestRequest,
    async run(call) {
      const { context, facts } = call
      await run(call, { context, requestId: facts.requestId ?? noRequest, actor })
      return ok
    },
  }
}

const noRequest = '00000000-0000-4000-8000-000000000000'

function newestRequest(ghost: Call['ghost'], { user = '' }: Call['step']): Call['facts'] {
  return { requestId: ghost.requests.get(user) ?? noRequest }
}
