import { describe, expect, it } from 'vitest'
import { installedKinds } from '../support/servers/index.js'
import { underLoad } from './load.js'
import { started } from './started.js'

/** How many kills, and what every client does between two of them, at least. */
const kills = { rounds: 20, answers: 15 }

// Files have no server to kill.
const killable = installedKinds.filter(({ name }) => name !== 'SQLite')

describe.each(killable)('$name killed by SIGKILL under load, twenty times', (kind) => {
  const server = started(kind)

  it('keeps what it acknowledged, signs nobody in twice, and serves the same clients again', async () => {
    const { kill, resume } = server()
    if (!kill || !resume) throw new Error('This server is not the test’s own to kill')
    const { issued } = await underLoad(await server().fresh(), kills, (load) =>
      load.during(async () => {
        await kill()
        await resume()
      }),
    )
    expect(issued).toBeGreaterThan(kills.rounds)
  })
})

describe.each(installedKinds)('$name whose clients are killed by SIGKILL in the middle of their work', (kind) => {
  const server = started(kind)

  it('keeps what it acknowledged to those that died and to those that live', async () => {
    const { failures } = await underLoad(await server().fresh(), kills, (load, round) => load.killClient(round % 2))
    expect(failures).toContain('killed')
  })
})
