import { Buffer } from 'node:buffer'
import { inspect } from 'node:util'

/** Returns every form in which a secret could leak: as it is, ungrouped, in lower case, encoded, as a list of bytes. */
export function formsOf(secret: string): readonly string[] {
  const ungrouped = secret.replaceAll('-', '')
  const spellings = [secret, ungrouped, secret.toLowerCase(), ungrouped.toLowerCase()]
  return [...new Set(spellings.flatMap((text) => [text, ...formsOfBytes(Buffer.from(text))]))]
}

export function formsOfBytes(secret: Uint8Array): readonly string[] {
  const bytes = Buffer.from(secret)
  const encoded = [bytes.toString('hex'), bytes.toString('base64url'), bytes.toString('base64').replace(/=+$/, '')]
  return [
    ...encoded,
    encoded[0]?.toUpperCase() ?? '',
    [...bytes].join(','),
    [...bytes].join(', '),
    bytes.toString('latin1'),
  ]
}

/** Returns everything that a logger, a debugger or `JSON.stringify` could print of a value. */
export function printed(value: unknown): string {
  const seen = [
    inspect(value, {
      depth: Infinity,
      showHidden: true,
      maxArrayLength: null,
      maxStringLength: null,
      breakLength: 1e6,
    }),
    inspect(value, { depth: Infinity, getters: true, customInspect: false, maxStringLength: null }),
    String(value),
  ]
  if (value instanceof Error) seen.push(value.message, value.stack ?? '', printed(value.cause))
  try {
    seen.push(JSON.stringify(value) ?? '')
  } catch {
    // A value that cannot be serialised does not leak this way.
  }
  return seen.join('\n')
}

/** Returns the secrets that appear in the text. */
export function leaksIn(text: string, secrets: readonly string[]): readonly string[] {
  return secrets.filter((secret) => text.includes(secret))
}
