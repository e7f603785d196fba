import { vi } from 'vitest'
import type { SignInInput, SignInResult } from '../../src/core/sign-in/sign-in.js'
import type { World } from '../support/world.js'
import { createWorld, wrongCode } from '../support/world.js'
import { strict } from './situations.js'

// Import this file before any module that it mocks, or the calls are not recorded.
/** Every step since the journal was last emptied, in order. */
const { journal }: { readonly journal: string[] } = vi.hoisted(() => ({ journal: [] }))

export { journal }

vi.mock('../../src/crypto/seal.js', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../src/crypto/seal.js')>()
  return {
    ...original,
    sealDocument: (...given: Parameters<typeof original.sealDocument>) => {
      journal.push('seal')
      return original.sealDocument(...given)
    },
    openDocument: (...given: Parameters<typeof original.openDocument>) => {
      journal.push('open')
      return original.openDocument(...given)
    },
  }
})

vi.mock('../../src/crypto/verifier.js', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../src/crypto/verifier.js')>()
  return {
    ...original,
    hashCode: (...given: Parameters<typeof original.hashCode>) => {
      journal.push(`hash ${given[0]}`)
      return original.hashCode(...given)
    },
    isSameHash: (...given: Parameters<typeof original.isSameHash>) => {
      journal.push('compare')
      return original.isSameHash(...given)
    },
  }
})

/** Creates a world with a stored policy. */
export async function liveWorld(options: Parameters<typeof createWorld>[0] = {}): Promise<World> {
  const world = createWorld({ journal, ...options, policy: { ...strict, ...options.policy } })
  await world.tap.policy.update({ actor: world.admin, patch: { retentionInDays: 31 } })
  return world
}

/** What one sign-in returned, did and emitted. */
export interface Attempt {
  readonly result: SignInResult
  /** In order. */
  readonly steps: readonly string[]
  /** The event without its id. */
  readonly event: unknown
}

export async function attempt(world: World, code: string, input: Partial<SignInInput> = {}): Promise<Attempt> {
  // The first sign-in after a change of the policy opens its document, and later ones do not.
  await world.tap.signIn({ user: 'unknown', code: wrongCode })
  journal.length = 0
  const result = await world.tap.signIn({ user: 'ada', code, ...input, context: { correlationId: 'same' } })
  const { id: _, ...event } = world.events.at(-1) ?? { id: '' }
  return { result, steps: [...journal], event }
}
