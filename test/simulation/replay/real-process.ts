import type { OpenedStore } from '../../local-servers/opened-store.js'
import type { StoreAddress } from '../../local-servers/store-address.js'
import { throughPort } from '../../local-servers/store-address.js'
import type { ArmedFault, TcpProxy } from '../../support/tcp-proxy.js'
import { startTcpProxy } from '../../support/tcp-proxy.js'
import type { StoreRequest } from '../store-trace.js'
import type { FaultOnTheWire } from './wire-faults.js'

/** How a store of an address is opened. */
export type OpenStore = (address: StoreAddress) => Promise<OpenedStore>

/** A fault that was armed for one call. */
export interface PlacedOnTheWire extends ArmedFault {
  readonly ends: FaultOnTheWire['ends']
  /** Resolves when its chunk comes, or when it is released before. */
  readonly over: Promise<void>
}

/** More would use up the connections of its pool. */
const maxHeld = 5

/** One simulated process on a real server: a store with connections of its own, and the network in between. */
export class RealProcess {
  readonly store: OpenedStore['store']
  /** How often it may have lost a connection. */
  losses = 0
  readonly #proxy: TcpProxy
  readonly #onStruck: () => void
  readonly #closeStore: () => Promise<void>
  /** One connection for all calls: what holds up one call holds up the others. */
  readonly #isMultiplexed: boolean
  readonly #held = new Set<PlacedOnTheWire>()
  #closing: Promise<void> | undefined

  static async open(
    address: StoreAddress,
    port: number,
    openStore: OpenStore,
    onStruck: () => void,
  ): Promise<RealProcess> {
    const proxy = await startTcpProxy(port)
    const opened = await openStore(throughPort(address, proxy.port))
    const isMultiplexed = address.driver === 'ioredis' || address.driver === 'node-redis'
    return new RealProcess(proxy, opened, isMultiplexed, onStruck)
  }

  private constructor(proxy: TcpProxy, { store, close }: OpenedStore, isMultiplexed: boolean, onStruck: () => void) {
    this.#proxy = proxy
    this.store = store
    this.#closeStore = close
    this.#isMultiplexed = isMultiplexed
    this.#onStruck = onStruck
  }

  /** Places the fault at the request that is sent next. */
  async place({ wire, ends }: FaultOnTheWire, request: StoreRequest): Promise<PlacedOnTheWire> {
    await this.unblock()
    const [oldest] = this.#blocking()
    if (oldest && this.#blocking().length >= maxHeld) await this.release(oldest)
    const armed = this.#proxy.arm(wire, 1, textIn(request))
    let onReleased = (): void => {}
    const released = new Promise<void>((resolve) => {
      onReleased = resolve
    })
    const release = (): Promise<void> => {
      onReleased()
      return armed.release()
    }
    const placed: PlacedOnTheWire = { ...armed, ends, release, over: Promise.race([armed.struck, released]) }
    void armed.struck.then(() => {
      this.losses += 1
      this.#onStruck()
    })
    if (ends) this.#held.add(placed)
    return placed
  }

  async release(placed: PlacedOnTheWire): Promise<void> {
    this.losses += 1
    this.#held.delete(placed)
    await placed.release()
  }

  /** Ends what holds up the only connection, so that other calls can end. */
  async unblock(): Promise<void> {
    if (this.#isMultiplexed) await this.releaseAll()
  }

  /** Ends what hangs. */
  async releaseAll(): Promise<void> {
    for (const placed of this.#blocking()) await this.release(placed)
  }

  /** Ends what hangs, and sends what is late. */
  async releaseEverything(): Promise<void> {
    for (const placed of [...this.#held]) await this.release(placed)
  }

  /** Ends all its connections. */
  cut(): void {
    this.losses += 1
    this.#proxy.cut()
  }

  /** Lets it connect again, to another server if a port is given. */
  restore(port?: number): void {
    if (port !== undefined) this.#proxy.retarget(port)
    if (this.#closing === undefined) this.#proxy.restore()
  }

  /** Ends its connections for ever. Its late requests still arrive. */
  die(): void {
    this.cut()
    this.#closing ??= this.#closeStore().catch(() => undefined)
  }

  async close(): Promise<void> {
    this.die()
    await this.#closing
    await this.#proxy.close()
  }

  /** A late request holds up no connection of the client. */
  #blocking(): readonly PlacedOnTheWire[] {
    return [...this.#held].filter(({ ends }) => ends !== 'whenServed')
  }
}

/** Returns a text that only this request contains, as far as there is one. */
function textIn(request: StoreRequest): string {
  if (request.method === 'compareAndSet') return request.next?.revision ?? request.expected ?? ''
  return ''
}
