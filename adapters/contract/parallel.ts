import type { Store, StoredDocument } from '../../src/ports/store.js'
import { assertSame } from './assert.js'
import type { StoreContractCase, StoreContractSetup } from './case.js'
import { contractKey, createDocument, readDocument, sampleDocument } from './samples.js'

const concurrency = 50
const rounds = 4

export const parallelCases: readonly StoreContractCase[] = [
  {
    name: 'lets exactly one of 50 concurrent creations succeed',
    run: (setup) => race(setup, 'race-create', null, (index) => sampleDocument(`next-${index}`)),
  },
  {
    name: 'lets exactly one of 50 concurrent replacements succeed',
    run: (setup) => race(setup, 'race-replace', sampleDocument('first'), (index) => sampleDocument(`next-${index}`)),
  },
  {
    name: 'lets exactly one of 50 concurrent removals succeed',
    run: (setup) => race(setup, 'race-remove', sampleDocument('first'), () => null),
  },
  {
    name: 'lets exactly one of 50 concurrent replacements and removals succeed',
    run: (setup) =>
      race(setup, 'race-both', sampleDocument('first'), (index, round) =>
        (index + round) % 2 === 0 ? sampleDocument(`next-${index}`) : null,
      ),
  },
  {
    name: 'loses none of 50 concurrent writes to different documents',
    async run({ open }) {
      const clients = [await open(), await open()]
      const keys = Array.from({ length: concurrency }, (_, index) => contractKey('apart', `id-${index}`))
      const written = await Promise.all(
        keys.map((key, index) => clientOf(clients, index).compareAndSet(key, null, sampleDocument(`of-${index}`))),
      )
      assertSame(
        written,
        keys.map(() => true),
        'the results of 50 concurrent creations',
      )
      const documents = await clientOf(clients, 0).read(keys)
      assertSame(
        documents,
        keys.map((_, index) => sampleDocument(`of-${index}`)),
        'the documents after 50 concurrent creations',
      )
    },
  },
]

/** Of 50 concurrent writes from one state, one must return `true`, and the storage must contain what that one wrote. */
async function race(
  { open }: StoreContractSetup,
  tenantId: string,
  before: StoredDocument | null,
  next: (index: number, round: number) => StoredDocument | null,
): Promise<void> {
  const clients = [await open(), await open()]
  for (let round = 0; round < rounds; round += 1) {
    const key = contractKey(tenantId, `round-${round}`)
    if (before !== null) await createDocument(clientOf(clients, round), key, before)
    const attempts = Array.from({ length: concurrency }, (_, index) => next(index, round))
    const results = await Promise.all(
      attempts.map((attempt, index) =>
        clientOf(clients, index).compareAndSet(key, before === null ? null : before.revision, attempt),
      ),
    )
    assertSame(
      results.filter((isWritten) => isWritten).length,
      1,
      `the number of ${concurrency} concurrent writes that succeeded`,
    )
    const winner = attempts[results.indexOf(true)] ?? undefined
    for (const client of clients)
      assertSame(await readDocument(client, key), winner, 'the stored document after the race')
  }
}

function clientOf(clients: readonly Store[], index: number): Store {
  const client = clients[index % clients.length]
  if (client === undefined) throw new Error('There must be at least one client')
  return client
}
