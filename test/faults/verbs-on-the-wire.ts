import { expect } from 'vitest'
import type { Tap } from '../../src/index.js'
import { enter, helpDesk } from './client.js'

/** How a call ended. */
export type Ended = { readonly answer: unknown } | { readonly failed: string }

/** A verb to call through a faulty connection, and the check that must pass afterwards. */
export interface WireVerb {
  readonly name: string
  /** Prepares the call with a healthy tap. */
  prepare(healthy: Tap, user: string): Promise<WireCall>
}

export interface WireCall {
  /** The call to disturb. */
  run(tap: Tap): Promise<unknown>
  /** Checks with a healthy tap after the disturbed call. Returns a check for when no chunk is pending. */
  check(healthy: Tap, end: Ended, isAway: boolean): Promise<() => Promise<void>>
}

const credential = { id: 'a-passkey', type: 'passkey' } as const

const signIn: WireVerb = {
  name: 'signIn',
  async prepare(healthy, user) {
    const code = await created(healthy, user)
    return {
      run: (tap) => entered(tap, user, code),
      async check(again, end, isAway) {
        const first = 'answer' in end ? 1 : 0
        const second = (await enter(again, user, code)) === 'signedIn' ? 1 : 0
        // The pass is spent although no user signed in: possible only when the store failed beyond the deadline.
        if (isAway) expect(first + second).toBeLessThanOrEqual(1)
        else expect(first + second).toBe(1)
        return async () => expect(await enter(again, user, code)).toBe('oneTimeUsed')
      },
    }
  },
}

const create: WireVerb = {
  name: 'passes.create',
  async prepare(healthy, user) {
    const old = await created(healthy, user)
    return {
      run: (tap) => created(tap, user),
      async check(again, end) {
        // A caller who receives an error repeats the call.
        const code = 'answer' in end ? String(end.answer) : await created(again, user)
        expect(await enter(again, user, old)).toBe('wrongCode')
        return async () => expect(await enter(again, user, code)).toBe('signedIn')
      },
    }
  },
}

const remove: WireVerb = {
  name: 'passes.delete',
  async prepare(healthy, user) {
    const code = await created(healthy, user)
    const input = { actor: helpDesk, user }
    return {
      run: (tap) => tap.passes.delete(input),
      async check(again, end) {
        if ('failed' in end) {
          const repeated = await ended(again.passes.delete(input))
          if ('failed' in repeated) expect(repeated.failed).toBe('TAP_PASS_NOT_FOUND')
        }
        return async () => {
          expect(await again.passes.get(input)).toBeUndefined()
          expect(await enter(again, user, code)).toBe('noPass')
        }
      },
    }
  },
}

const complete: WireVerb = {
  name: 'registrations.complete',
  async prepare(healthy, user) {
    const { grant } = await entered(healthy, user, await created(healthy, user))
    const input = { grant, credential }
    return {
      async run(tap) {
        expect(await tap.registrations.complete(input)).toMatchObject({ ok: true })
      },
      async check(again, end) {
        if ('failed' in end) expect(await again.registrations.complete(input)).toMatchObject({ ok: true })
        return async () => expect(await again.registrations.list({ actor: helpDesk, user })).toHaveLength(1)
      },
    }
  },
}

export const wireVerbs: readonly WireVerb[] = [signIn, create, remove, complete]

/** Returns the answer, or the code of the typed error. Throws every other error. */
export async function ended(call: Promise<unknown>): Promise<Ended> {
  try {
    return { answer: await call }
  } catch (error) {
    const { code, port = 'store' } = error as { readonly code?: string; readonly port?: string }
    if (!code?.startsWith('TAP_') || port !== 'store') throw error
    return { failed: code }
  }
}

/** Creates a one-time pass and returns its code. */
export async function created(tap: Tap, user: string): Promise<string> {
  const pass = await tap.passes.create({ actor: helpDesk, user, isUsableOnce: true })
  return pass.temporaryAccessPass
}

async function entered(tap: Tap, user: string, code: string): Promise<{ readonly grant: string }> {
  const result = await tap.signIn({ user, code })
  if (!result.ok) throw new Error('The code was right')
  return result
}
