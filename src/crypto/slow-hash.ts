import { pbkdf2Async } from '@noble/hashes/pbkdf2.js'
import { scryptAsync } from '@noble/hashes/scrypt.js'
import { sha256 } from '@noble/hashes/sha2.js'

/** The two slow hashes, 32 bytes each. They run on another thread, or yield to the event loop. */
export interface SlowHashes {
  scrypt(password: Uint8Array, salt: Uint8Array, cost: ScryptCost): Promise<Uint8Array>
  pbkdf2(password: Uint8Array, salt: Uint8Array, iterations: number): Promise<Uint8Array>
}

/** RFC 7914. */
export interface ScryptCost {
  readonly N: number
  readonly r: number
  readonly p: number
}

const hashBytes = 32
// N = 2^15 and r = 8 take 32 MiB. The default limit of Node is exactly that, and refuses it.
const maxmem = 64 * 2 ** 20

/** Uses the threads of `node:crypto` where the runtime has it, and JavaScript elsewhere. Both give the same bytes. */
export function slowHashes(): SlowHashes {
  return nativeHashes() ?? portableHashes
}

export const portableHashes: SlowHashes = {
  scrypt: (password, salt, cost) => scryptAsync(password, salt, { ...cost, dkLen: hashBytes, maxmem, asyncTick: 10 }),
  pbkdf2: (password, salt, iterations) =>
    pbkdf2Async(sha256, password, salt, { c: iterations, dkLen: hashBytes, asyncTick: 10 }),
}

export function nativeHashes(): SlowHashes | undefined {
  const native = nodeCrypto()
  if (typeof native?.scrypt !== 'function' || typeof native.pbkdf2 !== 'function') return undefined
  return {
    scrypt: (password, salt, cost) =>
      promised((done) => native.scrypt(password, salt, hashBytes, { ...cost, maxmem }, done)),
    pbkdf2: (password, salt, iterations) =>
      promised((done) => native.pbkdf2(password, salt, iterations, hashBytes, 'sha256', done)),
  }
}

type HashCallback = (error: Error | null, derived: Uint8Array) => void

interface NodeCrypto {
  scrypt(
    password: Uint8Array,
    salt: Uint8Array,
    length: number,
    options: ScryptCost & { maxmem: number },
    done: HashCallback,
  ): void
  pbkdf2(
    password: Uint8Array,
    salt: Uint8Array,
    iterations: number,
    length: number,
    digest: string,
    done: HashCallback,
  ): void
}

/** Loaded at run time, so that bundlers need no condition and browsers need no stub. */
function nodeCrypto(): NodeCrypto | undefined {
  return (globalThis as HashHost).process?.getBuiltinModule?.('node:crypto')
}

interface HashHost {
  readonly process?: { readonly getBuiltinModule?: (id: string) => NodeCrypto | undefined }
}

function promised(start: (done: HashCallback) => void): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    start((error, derived) => (error ? reject(error) : resolve(Uint8Array.from(derived))))
  })
}
