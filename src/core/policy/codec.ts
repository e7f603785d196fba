import { mergePolicy } from './merge.js'
import { parseStoredPolicy } from './parse.js'
import type { Policy, PolicyPatch } from './policy.js'

const version = 1
const maxCommits = 8

/** A stored policy, with the commit ids of the calls that wrote it last. */
export interface DecodedPolicy {
  readonly policy: Policy
  readonly commits: readonly string[]
}

/** The text of a policy document, for an operator to read and for the seal to cover. No fields: all are the defaults. */
export function encodePolicy(policy: PolicyPatch, commits: readonly string[]): string {
  return JSON.stringify({ version, policy, commits })
}

/**
 * Reads what {@link encodePolicy} wrote, in this release or another: a field that the text lacks has its default, a field
 * that this release does not know is left out.
 *
 * @returns `undefined` for anything else.
 */
export function decodePolicy(body: string, defaults: Policy): DecodedPolicy | undefined {
  const stored = parseJson(body)
  if (!isRecord(stored) || stored['version'] !== version) return undefined
  const { policy, commits } = stored
  if (!isRecord(policy) || !areCommits(commits)) return undefined
  const known = parseStoredPolicy(policy)
  return known && { policy: mergePolicy(defaults, known), commits: Object.freeze([...commits]) }
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function areCommits(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= maxCommits && value.every((commit) => typeof commit === 'string')
}
