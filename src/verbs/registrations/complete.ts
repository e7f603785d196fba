import type { CompleteRegistrationInput, RegistrationResult } from '../../api/registrations.js'
import type { Grant, GrantPurpose } from '../../core/grant/grant.js'
import { completeRegistration } from '../../core/registration/complete.js'
import { describeRegistration, registrationInEvent } from '../../core/registration/describe.js'
import type { Credential } from '../../core/registration/registration.js'
import type { CallResult } from '../../kernel/audited.js'
import { audited } from '../../kernel/audited.js'
import { changeUser } from '../../kernel/change-user.js'
import type { Decision } from '../../kernel/decision.js'
import type { Deps } from '../../kernel/deps.js'
import { findUser } from '../../kernel/find-user.js'
import { readCompleteInput } from '../../kernel/grants/input.js'
import { writeUser } from '../../kernel/load.js'
import type { NoticeToDeliver } from '../../kernel/notices.js'
import { withNotice } from '../../kernel/notices.js'
import type { DirectoryUser } from '../../ports/directory.js'
import { checkOffline, objectionNow, refusedGrant } from '../grants/verify.js'

export function complete(deps: Deps, input: CompleteRegistrationInput): Promise<RegistrationResult> {
  return audited(deps, 'registrations.complete', input, async (audit) => {
    const { credential, ...presented } = readCompleteInput(input)
    const purpose = purposeOf(credential)
    const checked = await checkOffline(deps, audit, presented, purpose)
    if (!checked.ok) return resultOf(purpose, checked)
    const { grant } = checked
    const user = await findUser(deps, audit, grant.signIn.userId)
    if (user?.id !== grant.signIn.userId) return resultOf(purpose, refusedGrant('userDisabled'))
    const { result, notice } = await record(deps, user, grant, credential)
    return { ...resultOf(purpose, result), notice }
  })
}

interface Recorded {
  readonly result: RegistrationResult
  readonly notice?: NoticeToDeliver | undefined
}

function record(deps: Deps, user: DirectoryUser, grant: Grant, credential: Credential): Promise<Recorded> {
  return changeUser<Recorded>(deps, user, {
    decide: (state, commitId) => {
      const nowMs = deps.ports.nowMs()
      const objection = objectionNow(grant, user, state)
      const { document } = state.loadedUser
      const pass = document?.pass
      if (objection || !pass) return refused(refusedGrant(objection ?? 'deleted'))
      const rules = state.policy.policy.registrableCredentials
      const completion = completeRegistration(document, pass, grant, credential, rules, { nowMs, commitId })
      if (!completion.ok) return refused(completion)
      const result = { ok: true, registration: describeRegistration(user.id, completion.record) } as const
      if (!completion.next) return { value: { result } }
      const about = { kind: 'credentialRegistered', passId: pass.id } as const
      const { document: next, notice } = withNotice(deps, state, user, completion.next, about)
      return { value: { result, notice }, write: writeUser(deps, state, next) }
    },
  })
}

function refused(result: RegistrationResult): Decision<Recorded> {
  return { value: { result }, restsOnRead: 'refusal' }
}

/** Types of the host application's own need the right to replace a credential. */
function purposeOf({ type }: Credential): GrantPurpose {
  if (type === 'passkey') return 'registerPasskey'
  return type === 'authenticatorApp' ? 'registerAuthenticatorApp' : 'replaceCredential'
}

function resultOf(purpose: GrantPurpose, value: RegistrationResult): CallResult<RegistrationResult> {
  if (!value.ok) return { value, event: { type: 'grant.refused', details: { purpose, reason: value.reason } } }
  const { registration } = value
  return {
    value,
    event: { type: 'registration.completed', details: { registration: registrationInEvent(registration) } },
  }
}
