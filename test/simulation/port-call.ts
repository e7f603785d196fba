/** What a port answers. */
export type Outcome<Value> = { readonly value: Value } | { readonly error: unknown }

/** Calls a port of a process by name. The work is done at the moment when the request arrives. */
export type CallPort = <Value>(port: string, work: () => Value) => Promise<Value>

class LostError extends Error {
  override readonly name = 'LostError'
  constructor() {
    super('The connection is gone')
  }
}

/** One for all: creating an error with its stack takes longer than the rest of a port call. */
export const lost: { readonly error: unknown } = { error: new LostError() }
