import type { Clock } from '../../src/ports/clock.js'
import { StoreError } from '../../src/ports/store-error.js'
import type { OnWarning } from '../../src/ports/store-warning.js'
import type { RedisDriver } from './driver.js'
import type { Bucket } from './key.js'
import type { RedisFailover } from './options.js'
import { replyToTexts } from './reply.js'
import { inspectScript } from './scripts.js'
import { evictionWarnings, fsyncWarnings, infoField, infoWarnings } from './server-info.js'
import type { ReportWarnings } from './warning-report.js'
import { createWarningReport } from './warning-report.js'

interface ServerCheckOptions {
  readonly driver: RedisDriver
  readonly clock: Clock
  readonly onWarning: OnWarning
  readonly onFailover: (failover: RedisFailover) => void
}

/**
 * Checks each server before its first use and again every few minutes, and compares its replication id after every write.
 */
export interface ServerCheck {
  /** @throws `StoreError` for a server that evicts documents. */
  check(buckets: readonly Bucket[]): Promise<void>
  /** Whether the replication id of the server is known, so that writes should return it. */
  isWatching(bucket: Bucket): boolean
  /** Compares the replication id that a write returned with the last one. */
  observe(bucket: Bucket, replicationId: string): void
}

/** An administrator can change the settings of a running server. */
const checkAgainAfterMs = 300_000

interface Check {
  readonly startedAtMs: number
  readonly done: Promise<void>
}

/** Creates the check that runs before a call. In a cluster every bucket is checked, because its slot can move to another server. Otherwise one check is enough. */
export function createServerCheck(options: ServerCheckOptions): ServerCheck {
  const { driver, clock } = options
  const serverOf = (bucket: Bucket) => (driver.isCluster ? bucket.number : 0)
  const checks = new Map<number, Check>()
  const report = createWarningReport(options.onWarning)
  const checkFsync = createFsyncCheck(driver, clock, report)
  const watch = createFailoverWatch(options.onFailover, (server) => {
    // Another server can have other settings.
    checks.delete(server)
    checkFsync.restart()
  })

  const inspect = async (bucket: Bucket) => {
    const server = serverOf(bucket)
    const call = { script: inspectScript, keys: [bucket.retention], parameters: [] }
    const [info = ''] = replyToTexts(await driver.run(call))
    const [eviction] = evictionWarnings(info)
    report(server, [...(eviction === undefined ? [] : [eviction]), ...infoWarnings(info)])
    if (eviction !== undefined) throw new StoreError('notWritten', new Error(eviction.message))
    watch.observe(server, infoField(info, 'master_replid') ?? '')
    checkFsync.run()
  }

  const checkBucket = (bucket: Bucket) => {
    const server = serverOf(bucket)
    const last = checks.get(server)
    const startedAtMs = clock()
    if (last !== undefined && isRecent(last.startedAtMs, startedAtMs)) return last.done
    const done = inspect(bucket).catch((error: unknown) => {
      if (checks.get(server) === started) checks.delete(server)
      throw error
    })
    const started: Check = { startedAtMs, done }
    checks.set(server, started)
    return done
  }

  return {
    async check(buckets) {
      await Promise.all(buckets.map(checkBucket))
    },
    isWatching: (bucket) => watch.isWatching(serverOf(bucket)),
    observe: (bucket, replicationId) => watch.observe(serverOf(bucket), replicationId),
  }
}

/** A clock that was set back makes a check due, and never postpones it. */
function isRecent(startedAtMs: number, nowMs: number): boolean {
  return nowMs >= startedAtMs && nowMs - startedAtMs < checkAgainAfterMs
}

interface FailoverWatch {
  isWatching(server: number): boolean
  observe(server: number, replicationId: string): void
}

function createFailoverWatch(
  onFailover: (failover: RedisFailover) => void,
  onChange: (server: number) => void,
): FailoverWatch {
  const replicationIds = new Map<number, string>()
  const reported = new Set<string>()
  return {
    isWatching: (server) => replicationIds.has(server),
    observe(server, replicationId) {
      const previousReplicationId = replicationIds.get(server) ?? ''
      if (replicationId === '' || replicationId === previousReplicationId) return
      replicationIds.set(server, replicationId)
      if (previousReplicationId === '') return
      onChange(server)
      const change = `${previousReplicationId} ${replicationId}`
      if (reported.has(change)) return
      reported.add(change)
      onFailover({ previousReplicationId, replicationId })
    },
  }
}

// A script cannot run CONFIG, and many managed services forbid it: then there is no warning.
function createFsyncCheck(driver: RedisDriver, clock: Clock, report: ReportWarnings) {
  let startedAtMs: number | undefined
  const ask = async () => {
    const replies = await driver.askMasters(['CONFIG', 'GET', 'append*'])
    report('masters', replies.flatMap(fsyncWarnings))
  }
  return {
    restart() {
      startedAtMs = undefined
    },
    run() {
      const nowMs = clock()
      if (startedAtMs !== undefined && isRecent(startedAtMs, nowMs)) return
      startedAtMs = nowMs
      // Not awaited: it asks every master, and one that is down must not delay calls to the others.
      ask().catch(() => {})
    },
  }
}
