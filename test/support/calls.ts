import type { TapEvent } from '../../src/core/event/event.js'
import type { StoredDocument, StoreKey } from '../../src/ports/store.js'
import type { World } from './world.js'

/** Returns the error of a call that must fail. */
export async function failureOf(call: Promise<unknown>): Promise<unknown> {
  const noFailure = Symbol('no failure')
  const failure = await call.then(
    () => noFailure,
    (error: unknown) => error,
  )
  if (failure === noFailure) throw new Error('The call was expected to fail, and did not')
  return failure
}

/** Returns exactly the events of one run, whether it fails or not. */
export async function eventsOf(world: World, run: () => Promise<unknown>): Promise<readonly TapEvent[]> {
  const before = world.events.length
  await run().catch(() => undefined)
  return world.events.slice(before)
}

export function userKeyOf(world: World, user = 'ada'): StoreKey {
  return { tenantId: world.tap.tenantId, kind: 'user', id: user }
}

export function policyKeyOf(world: World): StoreKey {
  return { tenantId: world.tap.tenantId, kind: 'policy', id: 'policy' }
}

/** Changes a stored document directly in the store. */
export async function tamper(
  { store }: Pick<World, 'store'>,
  key: StoreKey,
  change: Partial<StoredDocument> = { retainUntilMs: 1 },
): Promise<void> {
  const [stored] = await store.read([key])
  if (!stored) throw new Error(`Nothing is stored under ${key.kind} ${key.id}`)
  await store.compareAndSet(key, stored.revision, { ...stored, ...change })
}

/** Returns what a stored document says. Storing it again, unchanged, gives it another revision and seal. */
export function readablePart(
  stored: StoredDocument | undefined,
): Pick<StoredDocument, 'body' | 'retainUntilMs'> | undefined {
  return stored && { body: stored.body, retainUntilMs: stored.retainUntilMs }
}
