// Sent whole at every call: the server keeps them compiled, a flush of its cache is never noticed, and the digest it takes
// costs two microseconds. `#!lua` (Redis 7) makes a replica refuse even those that only read, and a server in a cluster
// refuse keys of two slots. Whatever frees memory or only reads runs where memory has run out, too.

/** KEYS: documents. Answers the fields of each. */
export const READ = `#!lua flags=allow-oom
local found = {}
for i, key in ipairs(KEYS) do
  found[i] = redis.call('HMGET', key, 'revision', 'body', 'seal', 'retainUntilMs')
end
return found`

// A native time to live only reclaims what nobody sweeps, and by one clock alone: a day late, so that a server whose clock
// is wrong by hours takes nothing away, and never in the past, because a sweep decides by the caller's clock as well.
const RECLAIM_AFTER_MS = 86_400_000

// What a write answers: whether it was done, and which history of writes it became part of.
const REPLICATION_ID = `
local info = ''
if ARGV[1] == '1' then
  info = redis.call('INFO', 'replication')
end
local id = string.match(info, 'master_replid:(%w+)') or ''`

const GUARD = `
local held = redis.call('HGET', KEYS[1], 'revision')
if (held and '=' .. held or '-') ~= ARGV[2] then
  return {'0', id}
end`

/** KEYS: document, index, retention. ARGV: look?, expected, name, revision, body, seal, retainUntilMs or ''. */
export const WRITE: string = `#!lua${REPLICATION_ID}${GUARD}
redis.call('HSET', KEYS[1], 'revision', ARGV[4], 'body', ARGV[5], 'seal', ARGV[6], 'retainUntilMs', ARGV[7])
redis.call('ZADD', KEYS[2], 0, ARGV[3])
if ARGV[7] == '' then
  redis.call('PERSIST', KEYS[1])
  redis.call('ZREM', KEYS[3], ARGV[3])
else
  local time = redis.call('TIME')
  local reclaim = math.max(tonumber(ARGV[7]), tonumber(time[1]) * 1000) + ${RECLAIM_AFTER_MS}
  redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', reclaim))
  redis.call('ZADD', KEYS[3], ARGV[7], ARGV[3])
end
return {'1', id}`

/** KEYS: document, index, retention. ARGV: look?, expected, name. */
export const REMOVE: string = `#!lua flags=allow-oom${REPLICATION_ID}${GUARD}
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], ARGV[3])
redis.call('ZREM', KEYS[3], ARGV[3])
return {'1', id}`

/** KEYS: index. ARGV: from, to, how many. Answers names. */
export const LIST = `#!lua flags=allow-oom
return redis.call('ZRANGEBYLEX', KEYS[1], ARGV[1], ARGV[2], 'LIMIT', 0, ARGV[3])`

// The earlier of two clocks: neither, if wrong, removes a document too early.
const NOW = `
local time = redis.call('TIME')
local now = math.min(tonumber(ARGV[1]), tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000))`

/** KEYS: retention. ARGV: nowMs, how many. Answers names. */
export const LIST_PAST: string = `#!lua flags=allow-oom${NOW}
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now), 'LIMIT', 0, ARGV[2])`

/** KEYS: index, retention, documents. ARGV: nowMs, their names. Judges each once more; answers how many it removed. */
export const REMOVE_PAST: string = `#!lua flags=allow-oom${NOW}
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

/** KEYS: any of the slot. Answers what INFO says, or '' where it may not be asked. */
export const INSPECT = `#!lua flags=allow-oom
local texts = {}
for i, section in ipairs({'memory', 'persistence', 'replication'}) do
  local text = redis.pcall('INFO', section)
  texts[i] = type(text) == 'string' and text or ''
end
return {table.concat(texts, '\\n')}`
