import type { CreatePassInput, IssuedPass, PolicyPatch, Tap, TapOptions, UserActor } from 'temporary-access-pass'
import { createTap, entraPolicy, isTapError, policyBounds, revealRefusal } from 'temporary-access-pass'
import { storeContract } from 'temporary-access-pass/contract'
import { memoryDirectory, memoryStore } from 'temporary-access-pass/memory'

// What a host writes that has neither a browser's types nor Node's.

export const options: TapOptions = {
  store: memoryStore(),
  directory: memoryDirectory([{ id: 'ada', isEnabled: true }]),
  keys: [{ id: 'first', secret: new Uint8Array(32) }],
  policy: { ...entraPolicy, state: 'enabled' },
}
export const tap: Tap = createTap(options)

/** Forwards what may be undefined, as every host does. */
export function issue(actor: UserActor, user: string, isUsableOnce?: boolean): Promise<IssuedPass> {
  const input: CreatePassInput = { actor, user, isUsableOnce }
  return tap.passes.create(input)
}

export async function door(user: string, code: string): Promise<Date | string> {
  const result = await tap.signIn({ user, code })
  return result.ok ? result.signIn.notAfter : revealRefusal(result)
}

/** Every error, and no default: one more code is a compile error here. */
export function status(error: unknown): number {
  if (!isTapError(error)) return 500
  switch (error.code) {
    case 'TAP_INVALID_INPUT':
    case 'TAP_POLICY_VIOLATION':
      return error.issues.length === 0 ? 500 : 400
    case 'TAP_NOT_AUTHORIZED':
      return error.verb === 'explain' ? 404 : 403
    case 'TAP_USER_NOT_FOUND':
    case 'TAP_PASS_NOT_FOUND':
      return 404
    case 'TAP_BUSY':
      return error.retryAfterInSeconds > 0 ? 503 : 500
    case 'TAP_CONFLICT':
      return 409
    case 'TAP_TAMPERED':
      return error.reason === 'tampered' ? 500 : 503
    case 'TAP_PORT_FAILED':
      return error.port === 'store' ? 503 : 500
  }
}

export const shorter: PolicyPatch = { defaultLifetimeInMinutes: policyBounds.defaultLifetimeInMinutes.minimum }

export async function proveStore(): Promise<void> {
  for (const { run } of storeContract) await run({ open: async () => memoryStore() })
}
