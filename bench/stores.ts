import { randomBytes } from 'node:crypto'
import type { ServiceActor, Store } from 'temporary-access-pass'
import { createTap } from 'temporary-access-pass'
import { memoryDirectory } from 'temporary-access-pass/memory'
import { installedKinds } from '../test/support/servers/index.js'
import { openStore } from '../test/support/servers/open-store.js'
import { interleave, median, medianRatio } from './support/compare.js'
import { rawLimit } from './support/raw-limit.js'
import { figure, report } from './support/report.js'

const CALLERS = 16
const PEOPLE = 64
const CALLS = 800
const ROUNDS = 5
const admin: ServiceActor = { kind: 'system', id: 'bench', permissions: ['passes.create'] }

/** Sign-ins a second through each store, against one bare read and one bare write of the same driver and server. */
export async function benchStores(): Promise<void> {
  const rows: string[][] = []
  for (const kind of installedKinds) {
    if (kind.name === 'Redis Cluster') continue
    const server = await kind.start()
    try {
      const address = await server.fresh()
      const { store, close } = await openStore(address)
      const raw = await rawLimit(address, PEOPLE)
      const signIn = await signIns(store)
      const [signInFigures = [], rawFigures = []] = await interleave(
        [
          { name: 'tap.signIn', run: () => perSecond(signIn) },
          { name: 'raw', run: () => perSecond((id) => raw.readAndWrite(id)) },
        ],
        ROUNDS,
      )
      const ratio = medianRatio(signInFigures, rawFigures)
      rows.push([kind.name, address.driver, figure(median(signInFigures)), figure(median(rawFigures)), figure(ratio)])
      await Promise.all([close(), raw.close()])
    } finally {
      await server.stop()
    }
  }
  const header = ['Store', 'Driver', '`tap.signIn` a second', 'one bare read and write a second', 'Ratio']
  report(`stores: 48 symbols, ${CALLERS} callers at a time`, header, rows)
}

/** By number of a person: a multi-use pass each. */
async function signIns(store: Store): Promise<(person: number) => Promise<void>> {
  const users = Array.from({ length: PEOPLE }, (_, id) => `person-${id}`)
  const tap = createTap({
    store,
    directory: memoryDirectory(users.map((id) => ({ id, isEnabled: true }))),
    keys: [{ id: 'bench', secret: randomBytes(32) }],
    policy: { state: 'enabled', defaultLength: 48 },
  })
  const codes: string[] = []
  for (const user of users) codes.push((await tap.passes.create({ actor: admin, user })).temporaryAccessPass)
  return async (person) => {
    const result = await tap.signIn({ user: users[person] ?? '', code: codes[person] ?? '' })
    if (!result.ok) throw new Error('A sign-in was refused')
  }
}

async function perSecond(work: (person: number) => Promise<void>): Promise<number> {
  const start = performance.now()
  let next = 0
  const call = async (): Promise<void> => {
    while (next < CALLS) {
      const turn = next
      next += 1
      await work(turn % PEOPLE)
    }
  }
  await Promise.all(Array.from({ length: CALLERS }, call))
  return (CALLS * 1000) / (performance.now() - start)
}
