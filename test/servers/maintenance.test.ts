import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Key, Tap } from '../../src/index.js'
import { createTap } from '../../src/index.js'
import { installedKinds } from '../local-servers/index.js'
import { openStore } from '../local-servers/open-store.js'
import type { OpenedStore } from '../local-servers/opened-store.js'
import { shareServer } from '../local-servers/shared.js'
import type { StoreServer } from '../local-servers/store-server.js'
import { admin } from '../support/world.js'
import { enter } from './crowd.js'

const before: Key = { id: 'before', secret: new Uint8Array(32).fill(1) }
const after: Key = { id: 'after', secret: new Uint8Array(32).fill(2) }
const tenants = ['acme', 'umbrella']
/** The users of each tenant. Every second one signs in while the documents are re-sealed. */
const people = Array.from({ length: 40 }, (_, index) => `user-${index}`)
/** No number of documents here is a multiple of it. */
const limit = 7

for (const kind of installedKinds)
  describe(`maintenance in ${kind.name}`, () => {
    let server: StoreServer
    const opened: OpenedStore[] = []
    beforeAll(async () => {
      server = await shareServer(kind)
    })
    afterAll(async () => {
      await Promise.all(opened.map(({ close }) => close()))
      await server?.stop()
    })
    const open = async () => {
      const one = await openStore(await server.fresh())
      opened.push(one)
      const tapWith = (...keys: readonly Key[]): Tap =>
        createTap({
          store: one.store,
          directory: { findUser: async ({ user }) => ({ id: user, isEnabled: true }) },
          keys,
          policy: { state: 'enabled', defaultLength: 48 },
          events: async () => undefined,
        })
      return { store: one.store, tapWith }
    }

    it('re-seals during sign-ins, and spent passes stay spent', async () => {
      const { tapWith } = await open()
      const issued = await Promise.all(tenants.map((tenantId) => issueIn(tapWith(before).forTenant(tenantId))))
      const rotating = tapWith(after, before)
      const signIns = Promise.all(
        tenants.map((tenantId, at) => signInEveryOther(rotating.forTenant(tenantId), issued[at] ?? [])),
      )
      const [first = 0, ...others] = await resealUntilNothingIsLeft(rotating)
      expect(await signIns).toEqual(tenants.map(() => people.map((_, at) => (at % 2 === 0 ? 'signedIn' : undefined))))
      expect(first).toBeGreaterThanOrEqual((tenants.length * people.length) / 2)
      expect(others.at(-1)).toBe(0)

      const rotated = tapWith(after)
      for (const [at, tenantId] of tenants.entries()) {
        const entered = await Promise.all(
          people.map((user, index) => enter(rotated.forTenant(tenantId), user, issued[at]?.[index] ?? '')),
        )
        expect(entered).toEqual(people.map((_, index) => (index % 2 === 0 ? 'oneTimeUsed' : 'signedIn')))
      }
    })

    it('sweeps in batches, and keeps every needed document', async () => {
      const { store, tapWith } = await open()
      const tap = tapWith(before)
      const codes = await issueIn(tap)
      const past = { revision: 'past', body: '{}', seal: 'seal', retainUntilMs: 1_000 }
      for (const [at, id] of people.entries())
        await store.compareAndSet({ tenantId: tenants[at % 2] ?? '', kind: 'past', id }, null, past)

      const swept: unknown[] = []
      for (let isDone = false; !isDone; ) {
        const batch = await tap.maintenance.sweep({ limit })
        swept.push(batch.deleted)
        isDone = batch.isDone
      }
      expect(swept).toEqual([7, 7, 7, 7, 7, 5])
      const entered = await Promise.all(people.map((user, at) => enter(tap, user, codes[at] ?? '')))
      expect(entered).toEqual(people.map(() => 'signedIn'))
    })
  })

/** Creates a one-time pass for every user. Returns the codes. */
function issueIn(tap: Tap): Promise<readonly string[]> {
  return Promise.all(
    people.map(async (user) => {
      const { temporaryAccessPass } = await tap.passes.create({ actor: admin, user, isUsableOnce: true })
      return temporaryAccessPass
    }),
  )
}

async function signInEveryOther(tap: Tap, codes: readonly string[]): Promise<readonly (string | undefined)[]> {
  const entered: (string | undefined)[] = []
  for (const [at, user] of people.entries())
    entered.push(at % 2 === 0 ? await enter(tap, user, codes[at] ?? '') : undefined)
  return entered
}

/** Returns how many documents each complete run re-sealed. The last run found none. */
async function resealUntilNothingIsLeft(tap: Tap): Promise<readonly number[]> {
  const passes: number[] = []
  while (passes.at(-1) !== 0) {
    let resealed = 0
    let cursor: string | undefined
    do {
      const page = await tap.maintenance.reseal({ cursor, limit })
      expect(page.resealed + page.remaining).toBeLessThanOrEqual(limit)
      resealed += page.resealed
      cursor = page.cursor
    } while (cursor !== undefined)
    passes.push(resealed)
  }
  return passes
}
