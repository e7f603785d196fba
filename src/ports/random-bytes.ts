/** `length` bytes from a cryptographically secure generator. Throwing is right when there are none. */
export type RandomBytes = (length: number) => Uint8Array
