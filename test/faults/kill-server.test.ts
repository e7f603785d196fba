import { describe, expect, it } from 'vitest'
import { installedKinds } from '../support/servers/index.js'
import type { StoreServer } from '../support/servers/store-server.js'
import { openTap } from './client.js'
import type { Load, Summary } from './load.js'
import { startLoad } from './load.js'
import { started } from './started.js'

const KILLS = 20
/** What a client does between two kills, at least. */
const ANSWERS = 15

// Files have no server to kill.
const killable = installedKinds.filter(({ name }) => name !== 'SQLite')

describe.each(killable)('$name killed by SIGKILL under load, twenty times', (kind) => {
  const server = started(kind)

  it('keeps what it acknowledged, signs nobody in twice, and serves the same clients again', async () => {
    const { kill, resume } = server()
    if (!kill || !resume) throw new Error('This server is not the test’s own to kill')
    const { issued } = await underLoad(server(), (load) =>
      load.during(async () => {
        await kill()
        await resume()
      }),
    )
    expect(issued).toBeGreaterThan(KILLS)
  })
})

describe.each(installedKinds)('$name whose clients are killed by SIGKILL in the middle of their work', (kind) => {
  const server = started(kind)

  it('keeps what it acknowledged to those that died and to those that live', async () => {
    const { failures } = await underLoad(server(), (load, round) => load.killClient(round % 2))
    expect(failures).toContain('killed')
  })
})

async function underLoad(server: StoreServer, strike: (load: Load, round: number) => Promise<void>): Promise<Summary> {
  const address = await server.fresh()
  const load = startLoad(address)
  for (let round = 0; round < KILLS; round += 1) {
    await load.answered(ANSWERS)
    await strike(load, round)
  }
  await load.answered(ANSWERS)
  const { tap, close } = await openTap(address)
  const summary = await load.stop(tap)
  await close()
  const expected = ['TAP_BUSY', 'TAP_PORT_FAILED', 'killed']
  expect(summary.failures.filter((failure) => !expected.includes(failure))).toEqual([])
  return summary
}
