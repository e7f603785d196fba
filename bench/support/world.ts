import { randomBytes } from 'node:crypto'
import type { PolicyPatch, ServiceActor, Store, Tap } from 'temporary-access-pass'
import { createTap } from 'temporary-access-pass'
import { memoryDirectory, memoryStore } from 'temporary-access-pass/memory'

/** A tap with users, each with a multi-use pass. */
export interface World {
  readonly tap: Tap
  readonly store: Store
  readonly secret: Uint8Array
  readonly users: readonly { readonly user: string; readonly code: string }[]
}

const admin: ServiceActor = { kind: 'system', id: 'bench', permissions: ['passes.create', 'policy.update'] }

/** Uses the built package, with a stored policy as in production. Default: the memory store, and no witness. */
export async function createWorld(
  patch: PolicyPatch,
  count: number,
  { store = memoryStore(), witness }: { readonly store?: Store; readonly witness?: Store } = {},
): Promise<World> {
  const secret = randomBytes(32)
  const ids = Array.from({ length: count }, (_, index) => `user-${index}`)
  const tap = createTap({
    store,
    witness,
    directory: memoryDirectory(ids.map((id) => ({ id, isEnabled: true }))),
    keys: [{ id: 'bench', secret }],
  })
  await tap.policy.update({ actor: admin, patch: { ...patch, state: 'enabled' } })
  const users: { user: string; code: string }[] = []
  for (const user of ids) {
    const { temporaryAccessPass: code } = await tap.passes.create({ actor: admin, user, isUsableOnce: false })
    users.push({ user, code })
  }
  return { tap, store, secret, users }
}

/** @throws `Error` if the sign-in is refused, because this benchmark does not measure refusals. */
export async function signInOrThrow({ tap }: World, user: { user: string; code: string } | undefined): Promise<void> {
  const result = user && (await tap.signIn(user))
  if (!result?.ok) throw new Error('A sign-in was refused')
}
