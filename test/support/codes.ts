/** Never right but by a chance of 2^-240, and long enough that it costs no slow hash. One for each number. */
export function wrongCode(number: number = 0): string {
  return String(number).padStart(48, '0')
}
