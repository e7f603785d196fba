/** Returns `length` bytes from a cryptographically secure generator. It throws if the generator is not available. */
export type RandomBytes = (length: number) => Uint8Array
