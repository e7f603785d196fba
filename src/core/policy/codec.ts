import { parseOwnJson } from '../input/own-fields.js'
import { mergePolicy } from './merge.js'
import { parseStoredPolicy } from './parse.js'
import type { Policy, PolicyPatch } from './policy.js'

const version = 1
const maxCommits = 8

/** A stored policy, with the commit ids of the last calls that wrote it. */
export interface DecodedPolicy {
  readonly policy: Policy
  readonly commits: readonly string[]
}

/** Writes the text of a policy document, which operators can read and the seal covers. Absent fields have the defaults. */
export function encodePolicy(policy: PolicyPatch, commits: readonly string[]): string {
  return JSON.stringify({ version, policy, commits })
}

/**
 * Reads what {@link encodePolicy} wrote in any release. An absent field has its default; an unknown field is ignored.
 *
 * @returns `undefined` for any other text.
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
    return parseOwnJson(body)
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
