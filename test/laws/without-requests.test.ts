import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentKinds } from '../../src/core/documents/document-kinds.js'
import { requesterId, requesterKey } from '../../src/core/documents/requester-key.js'
import type { RequestState } from '../../src/core/event/request-vocabulary.js'
import { entraPolicy } from '../../src/core/policy/presets.js'
import { sealedBy } from '../../src/crypto/seal.js'
import type { StoreEntry } from '../../src/ports/store.js'
import { openStore } from '../local-servers/open-store.js'
import type { OpenedStore } from '../local-servers/opened-store.js'
import { sqlite } from '../local-servers/sqlite.js'
import type { StoreAddress } from '../local-servers/store-address.js'
import type { StoreServer } from '../local-servers/store-server.js'
import { minuteMs } from '../support/clock.js'
import { runTogether } from '../support/processes.js'
import { scaled, until } from '../support/time-limits.js'
import { admin } from '../support/world.js'
import type { ClientRequest, RequestWorld } from '../verbs/requests/request-world.js'
import { as, company, createRequestWorld } from '../verbs/requests/request-world.js'
import type { JobArgument, JobReport } from './without-requests.js'

const nextKey = { id: 'next', secret: new Uint8Array(32).fill(7) }

// Rhea and Sam have requests. Then a job forgets Sam, repudiates the pass of Rhea and re-seals everything. At last, a
// process with requests has a look, with the new key alone.
let server: StoreServer
let opened: OpenedStore
let before: RequestWorld
let report: JobReport
let after: RequestWorld
let approvedByEarlierProof: ClientRequest
let stateBefore: RequestState | undefined
let requestOfSam: ClientRequest

beforeAll(async () => {
  server = await sqlite.start()
  const address = await server.fresh()
  opened = await openStore(address)
  const repudiationTokens: string[] = []
  before = createRequestWorld({
    store: opened.store,
    notifier: async ({ userId, repudiationToken }) =>
      void (userId === 'rhea' && repudiationTokens.push(repudiationToken)),
  })
  await before.tap.policy.update({
    actor: admin,
    patch: { issuing: { ...entraPolicy.issuing, maximumPerHour: { tenant: 100 } } },
  })
  await before.collected('rhea')
  await until(() => repudiationTokens.length > 0, 1)
  approvedByEarlierProof = await before.submitted('rhea')
  const proved = await before.prove(approvedByEarlierProof, 'liveness')
  stateBefore = proved.ok ? proved.state : undefined
  await before.collected('sam')
  requestOfSam = await before.awaiting('sam')
  report = await runJob(address, repudiationTokens[0] ?? '')
  after = createRequestWorld({ store: opened.store, keys: [nextKey], now: before.clock.read() + 2 * minuteMs, seed: 3 })
}, scaled(60_000))

afterAll(async () => {
  await opened?.close()
  await server?.stop()
})

describe('a process that never loads self-service requests', () => {
  it('loads no module of theirs', () => {
    expect(report.modules.filter((url) => url.includes('/src/requests/'))).toEqual([])
    expect(report.modules.filter((url) => url.endsWith('/src/verbs/users/forget.ts'))).toHaveLength(1)
  })

  it('forgets every request of the user, and every proof of theirs', async () => {
    const { items } = await after.requests.list({ actor: as('grace'), view: 'all' })
    expect(items.map(({ userId }) => userId)).toEqual(items.map(() => 'rhea'))
    expect(await after.requests.status(requestOfSam)).toMatchObject({ ok: false })
    const key = requesterKey(after.tap.tenantId, requesterId({ userId: 'sam' }))
    expect(await after.store.read([key])).toEqual([undefined])
    expect(await after.prove(await after.submitted('sam'), 'liveness')).toMatchObject({ state: 'proving' })
  })

  it('invalidates the earlier proof of a user whose pass it repudiates', async () => {
    expect(stateBefore).toBe('approved')
    expect(report.isRepudiated).toBe(true)
    expect(await after.requests.collect(approvedByEarlierProof)).toMatchObject({ ok: false })
    expect(after.lastReason()).toBe('approvalMissing')
    expect(await after.prove(await after.submitted('rhea'), 'liveness')).toMatchObject({ state: 'proving' })
  })

  it('re-seals every document under the new key', async () => {
    expect(report.remaining).toBe(0)
    expect(report.resealed).toBeGreaterThan(0)
    const kinds = documentKinds.filter(({ isResealed }) => isResealed).map(({ kind }) => kind)
    for (const kind of kinds) {
      const { entries } = await after.store.scan({ kind, limit: 100 })
      expect(entries).not.toEqual([])
      expect(new Set(entries.map(keyIdOf))).toEqual(new Set([nextKey.id]))
    }
  })
})

async function runJob(address: StoreAddress, repudiationToken: string): Promise<JobReport> {
  const argument: JobArgument = {
    address,
    users: company,
    keys: [nextKey, ...before.keys],
    nowMs: before.clock.read() + minuteMs,
    forget: 'sam',
    repudiationToken,
  }
  const module = new URL('./without-requests.ts', import.meta.url)
  const [answer] = await runTogether([{ module, name: 'runJob', argument }])
  return answer as JobReport
}

function keyIdOf({ document }: StoreEntry): string | undefined {
  return sealedBy(document)
}
