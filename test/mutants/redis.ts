import type { Mutation } from './mutation.js'

const GUARD = "(held and '=' .. held or '-') ~= ARGV[2]"

/** Every part of what decides a write of a Redis script, and what tells its outcome. */
export const redisMutations: readonly Mutation[] = [
  instead('the guard of a write', isWrite, GUARD, 'false', 'replaces a document only if its revision is the expected one'),
  instead('the guard of a removal', isRemoval, GUARD, 'false', 'removes a document only if its revision is the expected one'),
  instead(
    'the revision in the guard of a write',
    isWrite,
    GUARD,
    "(held and '=' or '-') ~= string.sub(ARGV[2], 1, 1)",
    'replaces a document only if its revision is the expected one',
  ),
  instead(
    'the revision in the guard of a removal',
    isRemoval,
    GUARD,
    "(held and '=' or '-') ~= string.sub(ARGV[2], 1, 1)",
    'removes a document only if its revision is the expected one',
  ),
  instead(
    'the refusal to create what is stored',
    isWrite,
    GUARD,
    `ARGV[2] ~= '-' and ${GUARD}`,
    'creates a document only if none is stored under its key',
  ),
  instead(
    'the refusal to replace what has been removed',
    isWrite,
    GUARD,
    `held and ${GUARD}`,
    'does not replace a document that was removed',
  ),
  instead(
    'the answer of a write that was not done',
    isWrite,
    "{'0', id}",
    "{'1', id}",
    'creates a document only if none is stored under its key',
  ),
  instead(
    'the answer of a removal that was not done',
    isRemoval,
    "{'0', id}",
    "{'1', id}",
    'removes a document only if its revision is the expected one',
  ),
  instead(
    'the date in a sweep',
    () => true,
    /string\.format\('%\.0f', now\)|until_ms and tonumber\(until_ms\) <= now/g,
    (part) => (part.startsWith('until_ms') ? 'true' : "'+inf'"),
    'sweeps every kind and tenant, and keeps documents that are not past',
  ),
]

function isWrite(script: string): boolean {
  return script.includes("redis.call('HSET', KEYS[1]")
}

function isRemoval(script: string): boolean {
  return script.includes("redis.call('DEL', KEYS[1])")
}

function instead(
  without: string,
  isMeant: (script: string) => boolean,
  part: string | RegExp,
  by: string | ((part: string) => string),
  caughtBy: string,
): Mutation {
  const replacement = typeof by === 'string' ? () => by : by
  return { without, caughtBy, mutate: (script) => (isMeant(script) ? script.replace(part, replacement) : script) }
}
