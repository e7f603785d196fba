import type { Store, StoredDocument } from '../../src/ports/store.js'
import { same } from './assert.js'
import type { StoreContractCase, StoreContractSetup } from './case.js'
import { create, keyOf, readOne, sample } from './samples.js'

const AT_ONCE = 50
const ROUNDS = 4

/** Many at once, from two clients: one wins. */
export const parallelCases: readonly StoreContractCase[] = [
  {
    name: 'lets exactly one of 50 creations at once succeed',
    run: (setup) => race(setup, 'race-create', null, (index) => sample(`next-${index}`)),
  },
  {
    name: 'lets exactly one of 50 replacements at once succeed',
    run: (setup) => race(setup, 'race-replace', sample('first'), (index) => sample(`next-${index}`)),
  },
  {
    name: 'lets exactly one of 50 removals at once succeed',
    run: (setup) => race(setup, 'race-remove', sample('first'), () => null),
  },
  {
    name: 'lets exactly one of 50 replacements and removals at once succeed',
    run: (setup) =>
      race(setup, 'race-both', sample('first'), (index, round) =>
        (index + round) % 2 === 0 ? sample(`next-${index}`) : null,
      ),
  },
  {
    name: 'loses none of 50 writes at once to different documents',
    async run({ open }) {
      const clients = [await open(), await open()]
      const keys = Array.from({ length: AT_ONCE }, (_, index) => keyOf('apart', `id-${index}`))
      const written = await Promise.all(
        keys.map((key, index) => clientOf(clients, index).compareAndSet(key, null, sample(`of-${index}`))),
      )
      same(
        written,
        keys.map(() => true),
        'what 50 creations of different documents answered',
      )
      const documents = await clientOf(clients, 0).read(keys)
      same(
        documents,
        keys.map((_, index) => sample(`of-${index}`)),
        'the documents after 50 creations',
      )
    },
  },
]

/** From one state, 50 writes at once: one answers `true`, and what is stored is what it wrote. */
async function race(
  { open }: StoreContractSetup,
  tenantId: string,
  before: StoredDocument | null,
  next: (index: number, round: number) => StoredDocument | null,
): Promise<void> {
  const clients = [await open(), await open()]
  for (let round = 0; round < ROUNDS; round += 1) {
    const key = keyOf(tenantId, `round-${round}`)
    if (before !== null) await create(clientOf(clients, round), key, before)
    const attempts = Array.from({ length: AT_ONCE }, (_, index) => next(index, round))
    const answers = await Promise.all(
      attempts.map((attempt, index) =>
        clientOf(clients, index).compareAndSet(key, before === null ? null : before.revision, attempt),
      ),
    )
    same(answers.filter((answer) => answer).length, 1, `how many of ${AT_ONCE} writes at once succeeded`)
    const winner = attempts[answers.indexOf(true)] ?? undefined
    for (const client of clients) same(await readOne(client, key), winner, 'what is stored after the race')
  }
}

function clientOf(clients: readonly Store[], index: number): Store {
  const client = clients[index % clients.length]
  if (client === undefined) throw new Error('A race needs a client')
  return client
}
