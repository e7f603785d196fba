const maxDepth = 8

// In valid JSON, a string before a colon is always the name of a member.
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g

/**
 * Returns the value of a JSON text that came from outside, without a byte-order mark: RFC 8259 §8.1 lets a reader skip one,
 * and some editors write it. No object in the value inherits anything.
 *
 * Returns `undefined` for any other text, and for a text that two parsers could read differently: a member given twice at
 * any depth, also when it is escaped (`"code"`, `"\u0063ode"`).
 */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  const json = text.replace(/^\uFEFF/, '')
  try {
    const value: unknown = JSON.parse(json)
    return isUnambiguous(json) ? { value: withoutPrototypes(value) } : undefined
  } catch {
    return undefined
  }
}

/** Returns the members of a JSON object, read like {@link parseJson}. Returns `undefined` for any other text. */
export function parseJsonObject(text: string): ReadonlyMap<string, unknown> | undefined {
  const value = parseJson(text)?.value
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return new Map(Object.entries(value))
}

function isUnambiguous(text: string): boolean {
  const open: Set<unknown>[] = []
  let last = ''
  for (const [token] of text.matchAll(tokens)) {
    if (token === '{' || token === '[') open.push(new Set())
    if (token === '}' || token === ']') open.pop()
    if (open.length > maxDepth) return false
    if (token === ':' && !isNew(open.at(-1), JSON.parse(last))) return false
    last = token
  }
  return true
}

function isNew(names: Set<unknown> | undefined, name: unknown): boolean {
  return names !== undefined && !names.has(name) && names.add(name) !== undefined
}

/** A field that is absent must stay absent, whatever other code has put on `Object.prototype`. At most eight levels deep. */
function withoutPrototypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPrototypes)
  if (typeof value !== 'object' || value === null) return value
  const fields: Record<string, unknown> = Object.create(null)
  for (const [name, field] of Object.entries(value)) fields[name] = withoutPrototypes(field)
  return fields
}
