// EVAL sends each script as a whole. The server keeps it compiled, SCRIPT FLUSH goes unnoticed, and the digest that the
// server computes costs two microseconds. `#!lua` (Redis 7) makes a replica refuse scripts that only read, and makes a
// cluster refuse keys of two slots. `allow-oom` lets scripts that read or free memory run when memory has run out.

/** KEYS: documents. Returns the fields of each document. */
export const readScript = `#!lua flags=allow-oom
local found = {}
for i, key in ipairs(KEYS) do
  found[i] = redis.call('HMGET', key, 'revision', 'body', 'seal', 'retainUntilMs')
end
return found`

// The time to live reclaims documents if the host application never sweeps. It is one day late, because it goes by the clock
// of the server alone, and that clock can be wrong by hours. It is never in the past, because a sweep also compares with the
// clock of the caller.
const reclaimAfterMs = 86_400_000

// A write returns the replication id of the server, so that the store notices a failover.
const readReplicationId = `
local info = ''
if ARGV[1] == '1' then
  info = redis.call('INFO', 'replication')
end
local id = string.match(info, 'master_replid:(%w+)') or ''`

const refuseOtherRevision = `
local stored = redis.call('HGET', KEYS[1], 'revision')
if (stored and '=' .. stored or '-') ~= ARGV[2] then
  return {'0', id}
end`

/**
 * KEYS: document, index, retention. ARGV: `1` to return the replication id, expected revision, name, revision, body, seal,
 * retainUntilMs or ''. The expected revision follows `=`, and `-` means that no document is stored.
 */
export const writeScript: string = `#!lua${readReplicationId}${refuseOtherRevision}
redis.call('HSET', KEYS[1], 'revision', ARGV[4], 'body', ARGV[5], 'seal', ARGV[6], 'retainUntilMs', ARGV[7])
redis.call('ZADD', KEYS[2], 0, ARGV[3])
if ARGV[7] == '' then
  redis.call('PERSIST', KEYS[1])
  redis.call('ZREM', KEYS[3], ARGV[3])
else
  local time = redis.call('TIME')
  local reclaim = math.max(tonumber(ARGV[7]), tonumber(time[1]) * 1000) + ${reclaimAfterMs}
  redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', reclaim))
  redis.call('ZADD', KEYS[3], ARGV[7], ARGV[3])
end
return {'1', id}`

/** KEYS: document, index, retention. ARGV: `1` to return the replication id, expected revision, name. */
export const removeScript: string = `#!lua flags=allow-oom${readReplicationId}${refuseOtherRevision}
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], ARGV[3])
redis.call('ZREM', KEYS[3], ARGV[3])
return {'1', id}`

/** KEYS: index. ARGV: from, to, limit. Returns names. */
export const listScript = `#!lua flags=allow-oom
return redis.call('ZRANGEBYLEX', KEYS[1], ARGV[1], ARGV[2], 'LIMIT', 0, ARGV[3])`

// The earlier of the two clocks, so that one clock that is fast does not remove a document too early.
const now = `
local time = redis.call('TIME')
local now = math.min(tonumber(ARGV[1]), tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000))`

/** KEYS: retention. ARGV: nowMs, limit. Returns names. */
export const listPastScript: string = `#!lua flags=allow-oom${now}
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now), 'LIMIT', 0, ARGV[2])`

/** KEYS: index, retention, documents. ARGV: nowMs, names. Compares each date again. Returns the number of removals. */
export const removePastScript: string = `#!lua flags=allow-oom${now}
local removed = 0
for i = 3, #KEYS do
  local name = ARGV[i - 1]
  local until_ms = redis.call('ZSCORE', KEYS[2], name)
  if until_ms and tonumber(until_ms) <= now then
    redis.call('DEL', KEYS[i])
    redis.call('ZREM', KEYS[1], name)
    redis.call('ZREM', KEYS[2], name)
    removed = removed + 1
  end
end
return {tostring(removed)}`

/** KEYS: any key of the slot. Returns three sections of INFO, or '' for each that the user may not read. */
export const inspectScript = `#!lua flags=allow-oom
local texts = {}
for i, section in ipairs({'memory', 'persistence', 'replication'}) do
  local text = redis.pcall('INFO', section)
  texts[i] = type(text) == 'string' and text or ''
end
return {table.concat(texts, '\\n')}`
