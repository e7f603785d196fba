/**
 * The fields of an `application/x-www-form-urlencoded` body, percent-decoded as strict UTF-8; `undefined` for broken
 * escapes and for a field given twice.
 */
export function parseForm(text: string): ReadonlyMap<string, unknown> | undefined {
  const fields = new Map<string, string>()
  try {
    for (const pair of text.split('&').filter((piece) => piece !== '')) {
      const [name = '', ...value] = pair.split('=')
      const field = decode(name)
      if (fields.has(field)) return undefined
      fields.set(field, decode(value.join('=')))
    }
  } catch {
    return undefined
  }
  return fields
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '))
}
