import type { CompleteRegistrationInput, RegistrationResult } from '../../api/registrations.js'
import type { Grant, GrantPurpose } from '../../core/grant/grant.js'
import { completeRegistration } from '../../core/registration/complete.js'
import { describeRegistration, registrationInEvent } from '../../core/registration/describe.js'
import type { Credential } from '../../core/registration/registration.js'
import type { Told } from '../../kernel/audited.js'
import { audited } from '../../kernel/audited.js'
import { changePerson } from '../../kernel/change-user.js'
import type { Deps } from '../../kernel/deps.js'
import { readCompleteInput } from '../../kernel/grants/input.js'
import { writePerson } from '../../kernel/load.js'
import type { NoticeToTell } from '../../kernel/notices.js'
import { noted } from '../../kernel/notices.js'
import type { DirectoryUser } from '../../ports/directory.js'
import { checkOffline, objectionNow, refused } from '../grants/verify.js'

export function complete(deps: Deps, input: CompleteRegistrationInput): Promise<RegistrationResult> {
  return audited(deps, 'registrations.complete', input, async (trail) => {
    const { credential, ...shown } = readCompleteInput(input)
    const purpose = purposeOf(credential)
    const checked = await checkOffline(deps, trail, shown, purpose)
    if (!checked.ok) return told(purpose, checked)
    const { grant } = checked
    const user = await deps.ports.findUser({ user: grant.signIn.userId, tenantId: deps.tenantId })
    if (user?.id !== grant.signIn.userId) return told(purpose, refused('userDisabled'))
    const { result, notice } = await record(deps, user, grant, credential)
    return { ...told(purpose, result), notice }
  })
}

interface Recorded {
  readonly result: RegistrationResult
  readonly notice?: NoticeToTell | undefined
}

function record(deps: Deps, user: DirectoryUser, grant: Grant, credential: Credential): Promise<Recorded> {
  return changePerson<Recorded>(deps, user, {
    decide: (state, commitId) => {
      const nowMs = deps.ports.nowMs()
      const objection = objectionNow(grant, user, state)
      const { document } = state.person
      const pass = document?.pass
      if (objection || !pass) return { answer: { result: refused(objection ?? 'deleted') } }
      const rules = state.policy.policy.registrableCredentials
      const completion = completeRegistration(document, pass, grant, credential, rules, { nowMs, commitId })
      if (!completion.ok) return { answer: { result: completion } }
      const result = { ok: true, registration: describeRegistration(user.id, completion.record) } as const
      if (!completion.next) return { answer: { result } }
      const about = { kind: 'credentialRegistered', passId: pass.id } as const
      const { document: next, notice } = noted(deps, state, user, completion.next, about)
      return { answer: { result, notice }, write: writePerson(deps, state, next) }
    },
  })
}

/** A word of the host's own is registered by the right to replace a credential. */
function purposeOf({ type }: Credential): GrantPurpose {
  if (type === 'passkey') return 'registerPasskey'
  return type === 'authenticatorApp' ? 'registerAuthenticatorApp' : 'replaceCredential'
}

function told(purpose: GrantPurpose, answer: RegistrationResult): Told<RegistrationResult> {
  if (!answer.ok) return { answer, event: { type: 'grant.refused', details: { purpose, reason: answer.reason } } }
  const { registration } = answer
  return {
    answer,
    event: { type: 'registration.completed', details: { registration: registrationInEvent(registration) } },
  }
}
