import type { SignInInput, SignInResult, SignInSuccess, Tap } from '../../../src/index.js'

/** A code and a user that no response may contain. */
export const canary = { user: 'ada.lovelace@example.com', code: 'K7MQ-Z3XW' } as const

export const success: SignInSuccess = {
  ok: true,
  signIn: {
    tenantId: 'default',
    userId: '6f1c',
    passId: '0b4e',
    isUsableOnce: true,
    authenticatedAt: new Date(1_000),
    notAfter: new Date(3_600_000),
    surface: 'browser',
    amr: ['otp'],
    acr: 'aal1',
    allowedActions: ['registerPasskey', 'signOut'],
    requiredActions: ['interruptRegistration'],
    isSecondCredentialRecommended: true,
  },
  grant: 'g.r.a-n-t',
}

export const refusal: SignInResult = {
  ok: false,
  message: 'No.',
  messageId: 'signIn.refused',
  messageParameters: {},
  correlationId: 'c-1',
}

/** Creates a tap that returns this result and records its calls. */
export function stubTap(answer: () => SignInResult = () => success): StubTap {
  const calls: SignInInput[] = []
  return {
    calls,
    async signIn(input) {
      calls.push(input)
      return answer()
    },
  }
}

export interface StubTap extends Pick<Tap, 'signIn'> {
  readonly calls: SignInInput[]
}
