import type { Store } from '../../src/ports/store.js'
import { openStore } from '../local-servers/open-store.js'
import type { OpenedStore } from '../local-servers/opened-store.js'
import type { StoreAddress } from '../local-servers/store-address.js'
import type { StartedProcess } from '../support/processes.js'

/** A call of a store in another process. */
export interface RemoteCall {
  readonly address: StoreAddress
  readonly method: keyof Store
  readonly parameters: readonly unknown[]
}

const here = new URL(import.meta.url)

/** Creates a store whose methods run in a child process, which keeps one connection or pool for each address. */
export function remoteStore(process: StartedProcess, address: StoreAddress): Store {
  const call =
    <Result>(method: keyof Store) =>
    (...parameters: readonly unknown[]) =>
      process.run({ module: here, name: 'callStore', argument: { address, method, parameters } }) as Promise<Result>
  return { read: call('read'), compareAndSet: call('compareAndSet'), sweep: call('sweep'), scan: call('scan') }
}

const opened = new Map<string, Promise<OpenedStore>>()

/** Runs in the child process. */
export async function callStore({ address, method, parameters }: RemoteCall): Promise<unknown> {
  const name = JSON.stringify(address)
  const opening = opened.get(name) ?? openStore(address)
  opened.set(name, opening)
  const { store } = await opening
  return (store[method] as (...parameters: readonly unknown[]) => Promise<unknown>)(...parameters)
}
