import { vi } from 'vitest'
import type { SignInInput, SignInResult } from '../../src/core/sign-in/sign-in.js'
import type { World } from '../support/world.js'
import { createWorld, wrongCode } from '../support/world.js'
import { strict } from './situations.js'

// Imported before anything that loads the modules below, or they are not watched.
/** All that was done since it was last emptied, in order. */
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

/** A world in which a policy is stored. */
export async function liveWorld(options: Parameters<typeof createWorld>[0] = {}): Promise<World> {
  const world = createWorld({ journal, ...options, policy: { ...strict, ...options.policy } })
  await world.tap.policy.update({ actor: world.admin, patch: { retentionInDays: 31 } })
  return world
}

export interface Told {
  readonly result: SignInResult
  /** What was done, in order. */
  readonly steps: readonly string[]
  /** The event, without what is drawn for each. */
  readonly event: unknown
}

export async function attempt(world: World, code: string, said: Partial<SignInInput> = {}): Promise<Told> {
  // Whoever comes first after a change of the policy opens it for everybody.
  await world.tap.signIn({ user: 'somebody else', code: wrongCode })
  journal.length = 0
  const result = await world.tap.signIn({ user: 'ada', code, ...said, context: { correlationId: 'same' } })
  const { id: _, ...event } = world.events.at(-1) ?? { id: '' }
  return { result, steps: [...journal], event }
}
