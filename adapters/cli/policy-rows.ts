import type { Policy } from '../../src/index.js'
import { policyBounds } from '../../src/index.js'

/** Returns every field by its name in `policy set`, with its value and, for a number, its bounds. */
export function policyRows(policy: Policy): readonly (readonly [string, string, string])[] {
  return leaves('', policy).map(([field, value]) => [field, inWords(value), boundsOf(field)])
}

function leaves(prefix: string, value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
    const field = `${prefix}${name}`
    const isNested = typeof inner === 'object' && inner !== null && !Array.isArray(inner)
    return isNested ? leaves(`${field}.`, inner) : [[field, inner] as const]
  })
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(inWords).join(', ')
  if (typeof value !== 'object' || value === null) return String(value)
  const { targetType, id } = value as { readonly targetType?: unknown; readonly id?: unknown }
  return [targetType, id].filter((part) => part !== undefined).join(' ')
}

function boundsOf(field: string): string {
  const bounds: Readonly<Record<string, { minimum: number; maximum: number; unit: string } | undefined>> = policyBounds
  const bound = bounds[field]
  return bound ? `${bound.minimum} to ${bound.maximum} ${bound.unit}` : ''
}
