import type { Driver } from './driver.js'
import type { Bucket } from './key.js'
import { replyToTexts } from './reply.js'
import { INSPECT } from './scripts.js'

/** A setting of the server under which a spent pass could come back, or that could not be looked at. */
export interface StoreWarning {
  /** As Redis calls it. */
  readonly setting: string
  readonly value: string
  /** What it means, and what to do, in one line. */
  readonly message: string
}

/** Is told once of every setting found. */
export type OnWarning = (warning: StoreWarning) => void

/** Another server, or the same one after a restart, has taken over: what the former one acknowledged last may be missing. */
export interface RedisFailover {
  /** `master_replid` as this store saw it last. */
  readonly previousReplicationId: string
  /** `master_replid` of the server that has just written. */
  readonly replicationId: string
}

/** How {@link createGuard} tells the host. */
export interface GuardOptions {
  readonly driver: Driver
  readonly onWarning: OnWarning
  readonly onFailover: (failover: RedisFailover) => void
}

/** Looks at every server before it is used first, and at its replication id with every write. */
export interface Guard {
  /** @throws `Error` for a server that evicts. */
  check(buckets: readonly Bucket[]): Promise<void>
  /** Whether the server says which history of writes it is at. */
  isWatching(bucket: Bucket): boolean
  /** Takes note of the id that a write answered. */
  observe(bucket: Bucket, replicationId: string): void
}

/** In a cluster each bucket is looked at, so that none is forgotten when slots move; else one stands for the server. */
export function createGuard({ driver, onWarning, onFailover }: GuardOptions): Guard {
  const placeOf = (bucket: Bucket) => (driver.isCluster ? bucket.number : 0)
  const checks = new Map<number, Promise<void>>()
  const ids = new Map<number, string>()
  const told = new Set<string>()
  let isFsyncKnown = false

  const warn: OnWarning = (warning) => {
    const name = `${warning.setting} ${warning.value}`
    if (told.has(name)) return
    told.add(name)
    onWarning(warning)
  }
  const observe = (place: number, replicationId: string) => {
    const previousReplicationId = ids.get(place) ?? ''
    if (replicationId === '' || replicationId === previousReplicationId) return
    ids.set(place, replicationId)
    if (previousReplicationId === '') return
    // Another server may be set up otherwise.
    checks.delete(place)
    isFsyncKnown = false
    const name = `${previousReplicationId} ${replicationId}`
    if (told.has(name)) return
    told.add(name)
    onFailover({ previousReplicationId, replicationId })
  }
  const inspect = async (bucket: Bucket) => {
    const [info = ''] = replyToTexts(await driver.run({ script: INSPECT, keys: [bucket.retention], parameters: [] }))
    refuseEviction(info)
    for (const warning of warningsIn(info)) warn(warning)
    observe(placeOf(bucket), fieldOf(info, 'master_replid') ?? '')
    if (isFsyncKnown) return
    isFsyncKnown = true
    // Not waited for: it asks every master, and one that is away shall keep nobody from the others.
    warnOfFsync(driver, warn).catch(() => {})
  }
  const checkOne = (bucket: Bucket) => {
    const place = placeOf(bucket)
    const running = checks.get(place)
    if (running !== undefined) return running
    const started = inspect(bucket).catch((error: unknown) => {
      if (checks.get(place) === started) checks.delete(place)
      throw error
    })
    checks.set(place, started)
    return started
  }

  return {
    async check(buckets) {
      await Promise.all(buckets.map(checkOne))
    },
    isWatching: (bucket) => ids.has(placeOf(bucket)),
    observe: (bucket, replicationId) => observe(placeOf(bucket), replicationId),
  }
}

function refuseEviction(info: string): void {
  const policy = fieldOf(info, 'maxmemory_policy')
  if (policy === undefined || policy === 'noeviction') return
  throw new Error(
    `Redis has maxmemory-policy ${policy}: it would drop passes, spent marks and counts of wrong codes when memory runs out. ` +
      'Set maxmemory-policy noeviction, or give the store a Redis of its own',
  )
}

function warningsIn(info: string): readonly StoreWarning[] {
  if (fieldOf(info, 'maxmemory_policy') === undefined) {
    return [notChecked('maxmemory-policy', 'allow this user INFO, and set maxmemory-policy noeviction')]
  }
  const aof = fieldOf(info, 'aof_enabled')
  return aof === '0' ? [notDurable('appendonly', 'no', 'set appendonly yes and appendfsync always')] : []
}

// No script may ask for it, many managed services forbid it to everybody, and without an append-only file it means nothing.
async function warnOfFsync(driver: Driver, warn: OnWarning): Promise<void> {
  const replies = await driver.askMasters(['CONFIG', 'GET', 'append*']).catch(() => [])
  for (const texts of replies.map(textsIn)) {
    const value = texts[texts.indexOf('appendfsync') + 1]
    const isOn = texts[texts.indexOf('appendonly') + 1] === 'yes'
    if (isOn && texts.includes('appendfsync') && value !== undefined && value !== 'always') {
      warn(notDurable('appendfsync', value, 'set appendfsync always'))
    }
  }
}

function notDurable(setting: string, value: string, advice: string): StoreWarning {
  const message = `temporary-access-pass: ${setting} is ${value}: writes are acknowledged before they are on the disk, and a spent pass could come back; ${advice}`
  return { setting, value, message }
}

function notChecked(setting: string, advice: string): StoreWarning {
  return { setting, value: '', message: `temporary-access-pass: ${setting} could not be looked at; ${advice}` }
}

// A list, an object or a Map, as protocol and client will have it.
function textsIn(reply: unknown): readonly string[] {
  if (reply instanceof Map) return [...reply].flat().map(String)
  if (Array.isArray(reply)) return reply.map(String)
  return typeof reply === 'object' && reply !== null ? Object.entries(reply).flat().map(String) : []
}

function fieldOf(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1]
}
