const MAXIMUM_DEPTH = 8

// In valid JSON, a string followed by a colon is a member's name, and nothing else is.
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g

/**
 * The members of a JSON object; `undefined` for anything else, and for what two readers could understand differently: a
 * member named twice, also in another spelling (`"code"`, `"\u0063ode"`), at any depth.
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
    if (open.length > MAXIMUM_DEPTH) return false
    if (token === ':' && !isNew(open.at(-1), JSON.parse(last))) return false
    last = token
  }
  return true
}

function isNew(names: Set<unknown> | undefined, name: unknown): boolean {
  return names !== undefined && !names.has(name) && names.add(name) !== undefined
}
