import { namedType } from '../core/input/describe.js'
import { messageText } from '../core/message/english.js'
import type { MessageText } from '../core/message/message-text.js'
import type { KeyFault, KeyRing } from '../crypto/key-ring.js'
import { createKeyRing, KeyFaultError } from '../crypto/key-ring.js'
import type { Key, KeyProvider } from '../ports/keys.js'
import { PortProblem } from './port-failure.js'

/** Calls a key provider at every use. Keeps the ring, with its derived subkeys, while the provider returns the same keys. */
export function ringProvider(keys: readonly Key[] | KeyProvider): {
  readonly fixed: KeyRing | undefined
  readonly get: () => Promise<KeyRing>
} {
  if (typeof keys !== 'function') {
    const fixed = ringOfOption(keys)
    return { fixed, get: async () => fixed }
  }
  let last: { readonly keys: readonly Key[]; readonly ring: KeyRing } | undefined
  async function get(): Promise<KeyRing> {
    const current = await (keys as KeyProvider)()
    if (!last || !areSameKeys(last.keys, current)) {
      const ring = ringOfProvider(current)
      last = { keys: current.map(({ id, secret }) => ({ id, secret: secret.slice() })), ring }
    }
    return last.ring
  }
  return { fixed: undefined, get }
}

/** @throws `TypeError` or `RangeError` with the name of the field, never with a secret. */
function ringOfOption(keys: readonly Key[]): KeyRing {
  try {
    return createKeyRing(keys)
  } catch (error) {
    if (!(error instanceof KeyFaultError)) throw error
    const { message } = textOf(error.fault)
    throw error.fault.wrongType ? new TypeError(`createTap: ${message}`) : new RangeError(`createTap: ${message}`)
  }
}

/** @throws {@link PortProblem} */
function ringOfProvider(keys: readonly Key[]): KeyRing {
  try {
    return createKeyRing(keys)
  } catch (error) {
    throw error instanceof KeyFaultError ? new PortProblem(textOf(error.fault)) : error
  }
}

function textOf({ rule, field, wrongType = 'undefined' }: KeyFault): MessageText {
  if (rule === 'list' || rule === 'key') return messageText(`keys.${rule}`, { field, given: namedType(wrongType) })
  return messageText(`keys.${rule}`, { field })
}

function areSameKeys(a: readonly Key[], b: readonly Key[]): boolean {
  return Array.isArray(b) && a.length === b.length && a.every((key, index) => isSameKey(key, b[index]))
}

function isSameKey(a: Key, b: Key | undefined): boolean {
  if (!b || a.id !== b.id || typeof a.secret !== typeof b.secret) return false
  if (typeof a.secret === 'string' || typeof b.secret === 'string') return a.secret === b.secret
  const { secret } = b
  return a.secret.length === secret.length && a.secret.every((byte, index) => byte === secret[index])
}
