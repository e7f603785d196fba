import { expect, onTestFinished } from 'vitest'
import type { Store } from '../../src/ports/store.js'
import { openStore } from '../local-servers/open-store.js'
import type { StoreAddress } from '../local-servers/store-address.js'
import { throughPort } from '../local-servers/store-address.js'
import { startTcpProxy } from '../support/tcp-proxy.js'
import { until } from '../support/time-limits.js'

/** Two servers. A switch-over makes the first read-only, and new connections lead to the second. */
export interface TwoServers {
  readonly before: StoreAddress
  readonly after: StoreAddress
  /** Makes every open connection of the first server read-only. Closes none. */
  makeReadOnly(): Promise<void>
}

const key = { tenantId: 'acme', kind: 'user', id: 'ada' }
const stale = { revision: 'stale', body: '{}', seal: 'c2VhbA', retainUntilMs: null }
const current = { ...stale, revision: 'current' }
/** The connections that are open before the switch-over. A call that meets one of them fails. */
const connections = 3
/** A connection that closes can fail one more call. */
const maxFailures = 2 * connections

/** A pool whose connections all lead to the old primary shows no outdated document, and recovers by itself. */
export async function expectRecovery(
  { before, after, makeReadOnly }: TwoServers,
  first: 'read' | 'write',
): Promise<void> {
  await withStore(before, (store) => store.compareAndSet(key, null, stale))
  await withStore(after, (store) => store.compareAndSet(key, null, current))
  const proxy = await startTcpProxy(portOf(before))
  onTestFinished(() => proxy.close())
  const { store, close } = await openStore(throughPort(before, proxy.port))
  onTestFinished(close)
  await Promise.all(Array.from({ length: connections }, () => store.read([key])))

  await makeReadOnly()
  proxy.redirect(portOf(after))
  const shown = new Set<string | undefined>()
  let failures = 0
  const succeeds = (call: Promise<boolean>) =>
    call.catch(() => {
      failures += 1
      expect(failures).toBeLessThanOrEqual(maxFailures)
      return false
    })
  const read = () =>
    store.read([key]).then(([document]) => {
      shown.add(document?.revision)
      return true
    })
  const write = () => store.compareAndSet(key, 'current', { ...current, revision: 'written' })
  await until(() => succeeds(first === 'read' ? read() : write()))
  // The other connections of the pool may still lead to the old primary.
  for (let call = 0; call < 4 * connections; call += 1) await until(() => succeeds(read()))
  expect([...shown]).toEqual(first === 'read' ? ['current'] : ['written'])
  expect(failures).toBeGreaterThan(0)
}

async function withStore(address: StoreAddress, work: (store: Store) => Promise<unknown>): Promise<void> {
  const { store, close } = await openStore(address)
  await work(store)
  await close()
}

function portOf({ url }: StoreAddress): number {
  return Number(new URL(url).port)
}
