import type { CreatePassInput, IssuedPass, Pass, PolicyPatch, Tap, TapOptions, UserActor } from 'temporary-access-pass'
import { createTap, entraPolicy, isTapError, policyBounds, revealRefusal, stepUpChallenge } from 'temporary-access-pass'
import { storeContract } from 'temporary-access-pass/contract'
import { memoryDirectory, memoryStore } from 'temporary-access-pass/memory'

// A host without the types of browsers and Node.

export const options: TapOptions = {
  store: memoryStore(),
  directory: memoryDirectory([{ id: 'ada', isEnabled: true }]),
  keys: [{ id: 'first', secret: new Uint8Array(32) }],
  policy: { ...entraPolicy, state: 'enabled' },
}
export const tap: Tap = createTap(options)

/** Forwards values that may be undefined, as every host does. */
export function issue(actor: UserActor, user: string, isUsableOnce?: boolean): Promise<IssuedPass> {
  const input: CreatePassInput = { actor, user, isUsableOnce }
  return tap.passes.create(input)
}

export async function door(user: string, code: string): Promise<Date | string> {
  const result = await tap.signIn({ user, code })
  return result.ok ? result.signIn.notAfter : revealRefusal(result)
}

/** Registers with a grant, and returns no code. */
export async function register(grant: string, id: string, clientBinding?: string): Promise<Date | string> {
  const result = await tap.registrations.complete({ grant, clientBinding, credential: { id, type: 'passkey' } })
  return result.ok ? result.registration.registeredAt : result.reason
}

export function send(actor: UserActor, user: string): Promise<Pass> {
  return tap.passes.create({ actor, user, deliverTo: 'email' })
}

/** Handles every error without a default, so that a new code is a compile error here. */
export function status(error: unknown): number {
  if (!isTapError(error)) return 500
  switch (error.code) {
    case 'TAP_INVALID_INPUT':
    case 'TAP_POLICY_VIOLATION':
      return error.issues.length === 0 ? 500 : 400
    case 'TAP_NOT_AUTHORIZED':
      return error.permission === 'users.explain' ? 404 : 403
    case 'TAP_USER_NOT_FOUND':
    case 'TAP_PASS_NOT_FOUND':
      return 404
    case 'TAP_BUSY':
      return error.retryAfterInSeconds > 0 ? 503 : 500
    case 'TAP_RATE_LIMITED':
      return error.limit === 'tenant' ? 503 : 429
    case 'TAP_STEP_UP_REQUIRED':
      return stepUpChallenge(error).length > 0 ? 401 : 500
    case 'TAP_REQUEST_NOT_FOUND':
      return 404
    case 'TAP_APPROVAL_REQUIRED':
      return error.userId === '' ? 500 : 403
    case 'TAP_INVALID_TRANSITION':
      return error.state === 'expired' ? 410 : 409
    case 'TAP_CONFLICT':
      return 409
    case 'TAP_UNREADABLE_DOCUMENT':
      return error.reason === 'tampered' ? 500 : 503
    case 'TAP_PORT_FAILED':
      return error.port === 'store' ? 503 : 500
  }
}

export const shorter: PolicyPatch = { defaultLifetimeInMinutes: policyBounds.defaultLifetimeInMinutes.minimum }

export async function proveStore(): Promise<void> {
  for (const { run } of storeContract) await run({ open: async () => memoryStore() })
}
