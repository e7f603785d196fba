import type { OnWarning } from '../../src/ports/store-warning.js'
import type { RedisDriver } from './driver.js'
import type { Bucket } from './key.js'
import type { RedisFailover } from './options.js'
import { replyToTexts } from './reply.js'
import { inspectScript } from './scripts.js'
import { fsyncWarnings, infoField, infoWarnings, refuseEviction } from './server-info.js'

interface ServerCheckOptions {
  readonly driver: RedisDriver
  readonly onWarning: OnWarning
  readonly onFailover: (failover: RedisFailover) => void
}

/** Checks each server before its first use, and compares its replication id after every write. */
export interface ServerCheck {
  /** @throws `Error` for a server that evicts documents. */
  check(buckets: readonly Bucket[]): Promise<void>
  /** Whether the replication id of the server is known, so that writes should return it. */
  isWatching(bucket: Bucket): boolean
  /** Compares the replication id that a write returned with the last one. */
  observe(bucket: Bucket, replicationId: string): void
}

/** Creates the check that runs before a call. In a cluster every bucket is checked, because its slot can move to another server. Otherwise one check is enough. */
export function createServerCheck({ driver, onWarning, onFailover }: ServerCheckOptions): ServerCheck {
  const serverOf = (bucket: Bucket) => (driver.isCluster ? bucket.number : 0)
  const checks = new Map<number, Promise<void>>()
  const replicationIds = new Map<number, string>()
  const reported = new Set<string>()
  let isFsyncChecked = false

  const reportOnce = (name: string, report: () => void) => {
    if (reported.has(name)) return
    reported.add(name)
    report()
  }
  const warn: OnWarning = (warning) => reportOnce(`${warning.setting} ${warning.value}`, () => onWarning(warning))

  const observe = (server: number, replicationId: string) => {
    const previousReplicationId = replicationIds.get(server) ?? ''
    if (replicationId === '' || replicationId === previousReplicationId) return
    replicationIds.set(server, replicationId)
    if (previousReplicationId === '') return
    // Another server can have other settings.
    checks.delete(server)
    isFsyncChecked = false
    const failover = { previousReplicationId, replicationId }
    reportOnce(`${previousReplicationId} ${replicationId}`, () => onFailover(failover))
  }

  const inspect = async (bucket: Bucket) => {
    const call = { script: inspectScript, keys: [bucket.retention], parameters: [] }
    const [info = ''] = replyToTexts(await driver.run(call))
    refuseEviction(info)
    for (const warning of infoWarnings(info)) warn(warning)
    observe(serverOf(bucket), infoField(info, 'master_replid') ?? '')
    if (isFsyncChecked) return
    isFsyncChecked = true
    // Not awaited: it asks every master, and one that is down must not delay calls to the others.
    warnOfFsync(driver, warn).catch(() => {})
  }

  const checkBucket = (bucket: Bucket) => {
    const server = serverOf(bucket)
    const running = checks.get(server)
    if (running !== undefined) return running
    const started = inspect(bucket).catch((error: unknown) => {
      if (checks.get(server) === started) checks.delete(server)
      throw error
    })
    checks.set(server, started)
    return started
  }

  return {
    async check(buckets) {
      await Promise.all(buckets.map(checkBucket))
    },
    isWatching: (bucket) => replicationIds.has(serverOf(bucket)),
    observe: (bucket, replicationId) => observe(serverOf(bucket), replicationId),
  }
}

// A script cannot run CONFIG, and many managed services forbid it: then there is no warning.
async function warnOfFsync(driver: RedisDriver, warn: OnWarning): Promise<void> {
  const replies = await driver.askMasters(['CONFIG', 'GET', 'append*']).catch(() => [])
  for (const warning of replies.flatMap(fsyncWarnings)) warn(warning)
}
