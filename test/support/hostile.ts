import fc from 'fast-check'

/**
 * Return values that try to break a reader: traps and getters that throw, wrong lengths, endless nesting, odd
 * prototypes. They are functions because a test runner reads the values that it receives.
 */
export const hostileMakers: readonly (() => unknown)[] = [
  () => new Proxy({}, throwing),
  () => new Proxy([], throwing),
  () => revoked({}),
  () => revoked([]),
  () => new Proxy([], { get: (_, name) => (name === 'length' ? Number.MAX_SAFE_INTEGER : 'x') }),
  () => new Proxy([], { get: (_, name) => (name === 'length' ? 'many' : undefined) }),
  () => new Proxy({}, { ownKeys: () => Array.from({ length: 5_000 }, (_, index) => `key${index}`) }),
  () => new Array(2 ** 32 - 1),
  () => endless(),
  () => wide(3),
  () => Object.create({ state: 'enabled', kind: 'system', id: 'root', permissions: [] }),
  () => Object.create(null),
  () => JSON.parse('{"__proto__": {"state": "enabled", "kind": "system"}}'),
  () => Object.defineProperty({}, 'then', { get: refuse }),
  () => ({ toString: refuse, valueOf: refuse, toJSON: refuse, [Symbol.toPrimitive]: refuse }),
  () => Object.defineProperty({}, 'state', { get: refuse, enumerable: true }),
  () => Object.defineProperty([], 0, { get: refuse, enumerable: true }),
  () => Symbol('hostile'),
  () => refuse,
  () => '\ud800',
  () => 'x'.repeat(1_000_000),
]

/** One of {@link hostileMakers}, or a function that returns any value. */
export const hostile: fc.Arbitrary<() => unknown> = fc.oneof(
  fc.constantFrom(...hostileMakers),
  fc
    .anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true, withSparseArray: true })
    .map((value) => () => value),
)

function refuse(): never {
  throw new Error('A reader touched what it should not trust')
}

const throwing: ProxyHandler<object> = {
  get: refuse,
  has: refuse,
  ownKeys: refuse,
  getPrototypeOf: refuse,
  getOwnPropertyDescriptor: refuse,
}

function revoked(target: object): unknown {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy
}

function endless(): unknown {
  const loop: Record<string, unknown> = {}
  loop['state'] = loop
  loop['includeTargets'] = [loop]
  return loop
}

/** Has 1,000 entries a level: a reader that follows them all takes 1,000^depth steps. */
function wide(depth: number): unknown {
  const entry: unknown = depth === 0 ? 0 : wide(depth - 1)
  return new Array(1_000).fill(entry)
}
