import type { Store } from '../../src/ports/store.js'
import type { StoreAddress } from './store-address.js'

/** A store on a connection or pool of its own. */
export interface OpenedStore {
  readonly store: Store
  close(): Promise<void>
}

/** How one driver reaches an address. The schema is there already. */
export type StoreOpener = (address: StoreAddress) => Promise<OpenedStore>
