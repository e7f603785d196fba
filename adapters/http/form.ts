/**
 * Parses an `application/x-www-form-urlencoded` body as strict UTF-8. Returns `undefined` for a broken escape and for a
 * field that is given twice.
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
