import { randomBytes } from 'node:crypto'
import type { PolicyPatch, ServiceActor, Store, Tap } from 'temporary-access-pass'
import { createTap } from 'temporary-access-pass'
import { memoryDirectory, memoryStore } from 'temporary-access-pass/memory'

/** A tap with people who hold a multi-use pass each. */
export interface World {
  readonly tap: Tap
  readonly store: Store
  readonly secret: Uint8Array
  readonly people: readonly { readonly user: string; readonly code: string }[]
}

const admin: ServiceActor = { kind: 'system', id: 'bench', permissions: ['passes.create', 'policy.update'] }

/** The built package on the memory store, its policy stored as in production. */
export async function createWorld(patch: PolicyPatch, count: number): Promise<World> {
  const store = memoryStore()
  const secret = randomBytes(32)
  const users = Array.from({ length: count }, (_, index) => `person-${index}`)
  const tap = createTap({
    store,
    directory: memoryDirectory(users.map((id) => ({ id, isEnabled: true }))),
    keys: [{ id: 'bench', secret }],
  })
  await tap.policy.update({ actor: admin, patch: { ...patch, state: 'enabled' } })
  const people: { user: string; code: string }[] = []
  for (const user of users) {
    const { temporaryAccessPass: code } = await tap.passes.create({ actor: admin, user, isUsableOnce: false })
    people.push({ user, code })
  }
  return { tap, store, secret, people }
}

/** @throws where a sign-in is refused: a benchmark of refusals would be another one. */
export async function signInOrThrow({ tap }: World, person: { user: string; code: string } | undefined): Promise<void> {
  const result = person && (await tap.signIn(person))
  if (!result?.ok) throw new Error('A sign-in was refused')
}
