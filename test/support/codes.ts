/** Returns a different wrong code for each number. It is right by a chance of 2^-240, and needs no slow hash. */
export function wrongCode(number: number = 0): string {
  return String(number).padStart(48, '0')
}
