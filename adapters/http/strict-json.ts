const maxDepth = 8

// In valid JSON, a string before a colon is always the name of a member.
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g

/**
 * Returns the members of a JSON object. Returns `undefined` for any other text, and for an object that two parsers could
 * read differently: a member given twice at any depth, also when it is escaped (`"code"`, `"\u0063ode"`).
 */
export function parseJsonObject(text: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !isUnambiguous(text)) return undefined
    return new Map(Object.entries(value))
  } catch {
    return undefined
  }
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
