const flags: Readonly<Record<string, string>> = { ',': '","', ';': '";"', '\t': 'tab', '|': '"|"' }

/** Returns the sign that separates the cells of this text more often than the delimiter seems to do. */
export function signWithin(cells: readonly string[], delimiter: string): string | undefined {
  const text = cells.join('')
  const found = Object.keys(flags)
    .filter((sign) => sign !== delimiter)
    .map((sign) => ({ sign, count: text.split(sign).length - 1 }))
    .reduce((one, next) => (next.count > one.count ? next : one))
  return found.count < cells.length ? undefined : found.sign
}

/** Returns the sign after the first quoted cell of this text, if it usually separates cells and is not the delimiter. */
export function signAfterQuotes(text: string, delimiter: string): string | undefined {
  const [, sign] = /^[^"\n]*"(?:[^"]|"")*"[^\S\t\n]*([,;|\t])/.exec(text) ?? []
  return sign === delimiter ? undefined : sign
}

export function separatedBy(sign: string): string {
  return `the cells seem to be separated by another sign. Set it with --delimiter ${flags[sign] ?? JSON.stringify(sign)}`
}
