import { openPostgres } from '../../local-servers/open-postgres.js'
import type { StoreAddress } from '../../local-servers/store-address.js'
import type { ChildContext } from '../../support/processes.js'

/** Runs in a child process. Four connections create the schema at once, as soon as every process is ready. */
export async function createSchemas(address: StoreAddress, { arrive }: ChildContext): Promise<void> {
  const opened = await Promise.all([1, 2, 3, 4].map(() => openPostgres({ ...address, driver: 'pg.Client' })))
  await arrive()
  await Promise.all(opened.map(({ store }) => store.createSchema()))
  await Promise.all(opened.map(({ close }) => close()))
}
