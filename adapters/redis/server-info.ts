import type { StoreWarning } from '../../src/ports/store-warning.js'

/** Returns a warning unless the server keeps every document when memory runs out. */
export function evictionWarnings(info: string): readonly StoreWarning[] {
  const policy = infoField(info, 'maxmemory_policy')
  if (policy === undefined || policy === 'noeviction') return []
  const message =
    `Redis has maxmemory-policy ${policy}: when memory runs out it deletes passes, the record that a pass was used, and ` +
    'counts of wrong codes. Set maxmemory-policy noeviction, or give the store a Redis of its own'
  return [{ setting: 'maxmemory-policy', value: policy, message }]
}

/** @param info - The sections of INFO, or an empty text if the user may not run it. */
export function infoWarnings(info: string): readonly StoreWarning[] {
  if (infoField(info, 'maxmemory_policy') === undefined) {
    return [notChecked('maxmemory-policy', 'allow this user to run INFO, and set maxmemory-policy noeviction')]
  }
  const isAppendOnly = infoField(info, 'aof_enabled') !== '0'
  return isAppendOnly ? [] : [notDurable('appendonly', 'no', 'set appendonly yes and appendfsync always')]
}

/** @param reply - The reply to `CONFIG GET append*`. Without an append-only file, `appendfsync` has no effect. */
export function fsyncWarnings(reply: unknown): readonly StoreWarning[] {
  const texts = textsIn(reply)
  const value = texts[texts.indexOf('appendfsync') + 1]
  const isAppendOnly = texts[texts.indexOf('appendonly') + 1] === 'yes'
  if (!isAppendOnly || !texts.includes('appendfsync') || value === undefined || value === 'always') return []
  return [notDurable('appendfsync', value, 'set appendfsync always')]
}

export function infoField(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1]
}

function notDurable(setting: string, value: string, advice: string): StoreWarning {
  const message = `temporary-access-pass: ${setting} is ${value}: Redis acknowledges writes before they are on disk, and a used one-time pass could work again; ${advice}`
  return { setting, value, message }
}

function notChecked(setting: string, advice: string): StoreWarning {
  return { setting, value: '', message: `temporary-access-pass: ${setting} could not be checked; ${advice}` }
}

// The reply is a list, an object or a Map, depending on the protocol version and the client.
function textsIn(reply: unknown): readonly string[] {
  if (reply instanceof Map) return [...reply].flat().map(String)
  if (Array.isArray(reply)) return reply.map(String)
  return typeof reply === 'object' && reply !== null ? Object.entries(reply).flat().map(String) : []
}
