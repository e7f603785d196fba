import { openStore } from '../../test/support/servers/open-store.js'
import { progress } from '../support/progress.js'
import { fill } from './fill/fill.js'
import type { People } from './people.js'
import { admitPeople } from './people.js'
import type { Place } from './places.js'

/** A store with a few people who sign in among many documents that nobody asks for. */
export interface FullStore {
  readonly people: People
  close(): Promise<void>
}

const peopleCount = 64
const hour = 3_600_000

/** The documents are past their retention, so that a sweep may follow. Nothing sweeps by itself. */
export async function openFullStore(place: Place, documents: number): Promise<FullStore> {
  progress(`${place.name}: a store with ${documents.toLocaleString('en-US')} documents`)
  const address = await place.fresh()
  const { store, close } = await openStore(address)
  const people = await admitPeople(store, peopleCount)
  const [, key] = await people.keysOf(0)
  const [document] = key ? await store.read([key]) : []
  if (key === undefined || document === undefined) throw new Error('A sign-in asks for a pass')
  await fill(address, { key, document: { ...document, retainUntilMs: Date.now() - hour } }, documents)
  return { people, close }
}
