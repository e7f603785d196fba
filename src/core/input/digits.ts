const digit = /\p{Nd}/u

/** Returns the text with every decimal digit of every script as an ASCII digit: `٣` becomes `3`. */
export function asciiDigits(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, (shown) => String(digitValue(shown.codePointAt(0) ?? 0)))
}

/** Unicode encodes the digits of a script from 0 to 9 in a row. Two such rows can follow each other. */
function digitValue(codePoint: number): number {
  let first = codePoint
  while (digit.test(String.fromCodePoint(first - 1))) first -= 1
  return (codePoint - first) % 10
}
