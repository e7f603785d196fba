/**
 * A source of random numbers (sfc32). It is a function of a seed and a name, so that what one stream draws does not move
 * what another one draws.
 */
export class Stream {
  #a: number
  #b: number
  #c = 0x9e3779b9
  #counter = 1

  constructor(seed: number, name: string) {
    this.#a = seed | 0
    this.#b = hashText(name) | 0
    for (let round = 0; round < 12; round += 1) this.next()
  }

  /** Returns 32 random bits. */
  next(): number {
    const drawn = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + drawn) | 0
    return drawn >>> 0
  }

  /** Returns a number from 0 up to, and without, 1. */
  fraction(): number {
    return this.next() / 2 ** 32
  }

  /** Returns a whole number from 0 up to, and without, `sides`. */
  below(sides: number): number {
    return Math.floor(this.fraction() * sides)
  }

  chance(probability: number): boolean {
    return this.fraction() < probability
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)]
    if (item === undefined) throw new RangeError('Nothing to pick from')
    return item
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length)
    for (let at = 0; at < length; at += 4) {
      const word = this.next()
      for (let byte = 0; byte < 4 && at + byte < length; byte += 1) bytes[at + byte] = word >>> (8 * byte)
    }
    return bytes
  }
}

/** FNV-1a. */
export function hashText(text: string, start = 0x811c9dc5): number {
  let hash = start
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}
