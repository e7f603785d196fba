import type { Mutation } from './mutation.js'

const revisionCheck = "(stored and '=' .. stored or '-') ~= ARGV[2]"

/** Removes, one at a time, every condition of the scripts that write, and every part of their results. */
export const redisMutations: readonly Mutation[] = [
  replacing(
    'the revision check of a write',
    isWrite,
    revisionCheck,
    'false',
    'replaces a document only if its revision is the expected one',
  ),
  replacing(
    'the revision check of a removal',
    isRemoval,
    revisionCheck,
    'false',
    'removes a document only if its revision is the expected one',
  ),
  replacing(
    'the revision in the check of a write',
    isWrite,
    revisionCheck,
    "(stored and '=' or '-') ~= string.sub(ARGV[2], 1, 1)",
    'replaces a document only if its revision is the expected one',
  ),
  replacing(
    'the revision in the check of a removal',
    isRemoval,
    revisionCheck,
    "(stored and '=' or '-') ~= string.sub(ARGV[2], 1, 1)",
    'removes a document only if its revision is the expected one',
  ),
  replacing(
    'the refusal to create a stored document',
    isWrite,
    revisionCheck,
    `ARGV[2] ~= '-' and ${revisionCheck}`,
    'creates a document only if none is stored under its key',
  ),
  replacing(
    'the refusal to replace a removed document',
    isWrite,
    revisionCheck,
    `stored and ${revisionCheck}`,
    'does not replace a document that was removed',
  ),
  replacing(
    'the result of a refused write',
    isWrite,
    "{'0', id}",
    "{'1', id}",
    'creates a document only if none is stored under its key',
  ),
  replacing(
    'the result of a refused removal',
    isRemoval,
    "{'0', id}",
    "{'1', id}",
    'removes a document only if its revision is the expected one',
  ),
  replacing(
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

function replacing(
  without: string,
  isTarget: (script: string) => boolean,
  part: string | RegExp,
  replacement: string | ((part: string) => string),
  caughtBy: string,
): Mutation {
  const replace = typeof replacement === 'string' ? () => replacement : replacement
  return { without, caughtBy, mutate: (script) => (isTarget(script) ? script.replace(part, replace) : script) }
}
