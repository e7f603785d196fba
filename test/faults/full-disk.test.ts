import { describe, expect, it } from 'vitest'
import type { Tap } from '../../src/index.js'
import { installedKinds } from '../local-servers/index.js'
import type { ServerKind, StoreServer } from '../local-servers/store-server.js'
import type { SmallDisk } from '../support/small-disk.js'
import { mountSmallDisk, smallDiskMissing } from '../support/small-disk.js'
import { until } from '../support/time-limits.js'
import { enter, openTap } from './client.js'
import { created, ended } from './verbs-on-the-wire.js'

const diskMegabytes = 256
/** More passes than fit into the space that a server has reserved. */
const maxLatePasses = 20_000

// A cluster only repeats the case of one server six times.
const kinds = smallDiskMissing() === undefined ? installedKinds.filter(({ name }) => name !== 'Redis Cluster') : []

describe.runIf(kinds.length > 0).concurrent('a full disk', () => {
  it.for(kinds)(
    'causes typed failures in $name, loses no acknowledged write, and recovers',
    async (kind, { onTestFinished, skip }) => {
      const disk = mountSmallDisk(diskMegabytes)
      onTestFinished(disk.unmount)
      const server = await startOn(disk, kind)
      onTestFinished(server.stop)
      if (server.port !== undefined && !server.kill) skip('The server was given by a URL: its disk is not ours to fill')
      const { tap, close } = await openTap(await server.fresh())
      onTestFinished(close)
      const codes = new Map<string, string>()
      for (let at = 0; at < 8; at += 1) codes.set(`early-${at}`, await created(tap, `early-${at}`))

      disk.fill()
      let failed: string | undefined
      for (let at = 0; failed === undefined && at < maxLatePasses; at += 1) {
        const end = await ended(created(tap, `late-${at}`))
        if ('answer' in end) codes.set(`late-${at}`, String(end.answer))
        else failed = end.failed
      }
      expect(failed).toMatch(/^TAP_(PORT_FAILED|BUSY)$/)
      const tried = await Promise.all([0, 1, 2, 3].map((at) => signIn(tap, codes, `early-${at}`)))

      disk.free()
      await untilServed(tap, server)
      for (const [at, end] of tried.entries()) {
        const again = await signIn(tap, codes, `early-${at}`)
        // After a failure the pass may or may not be spent.
        const possible = 'answer' in end ? ['oneTimeUsed'] : ['signedIn', 'oneTimeUsed']
        expect(possible).toContain('answer' in again ? again.answer : again.failed)
        codes.delete(`early-${at}`)
      }
      for (const user of [...codes.keys()].slice(-50)) {
        expect([user, await signIn(tap, codes, user)]).toEqual([user, { answer: 'signedIn' }])
        expect([user, await signIn(tap, codes, user)]).toEqual([user, { answer: 'oneTimeUsed' }])
      }
    },
  )
})

function signIn(tap: Tap, codes: ReadonlyMap<string, string>, user: string): ReturnType<typeof ended> {
  return ended(enter(tap, user, codes.get(user) ?? ''))
}

let starting: Promise<unknown> = Promise.resolve()

/** Servers keep their files in TMPDIR. It belongs to the whole process, so they start one after another. */
function startOn({ folder }: SmallDisk, { start }: ServerKind): Promise<StoreServer> {
  const started = starting.then(async () => {
    const { TMPDIR: before } = process.env
    process.env['TMPDIR'] = folder
    try {
      return await start()
    } finally {
      if (before === undefined) delete process.env['TMPDIR']
      else process.env['TMPDIR'] = before
    }
  })
  starting = started.catch(() => undefined)
  return started
}

/** Restarts a server that the full disk has ended. */
async function untilServed(tap: Tap, { kill, resume }: StoreServer): Promise<void> {
  const end = await ended(created(tap, 'another-user'))
  if ('answer' in end) return
  await kill?.()
  await resume?.()
  await until(async () => 'answer' in (await ended(created(tap, 'another-user'))))
}
