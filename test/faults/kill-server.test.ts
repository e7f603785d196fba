import { describe, expect, it } from 'vitest'
import { installedKinds } from '../support/servers/index.js'
import { underLoad } from './load.js'
import { started } from './started.js'

/** Most of it is the starting of servers and processes, on machines that do other things as well. */
const TIMEOUT_MS = 300_000

/** How many kills, and what every client does between two of them, at least. */
const kills = { rounds: 20, answers: 15 }

// Files have no server to kill.
const killable = installedKinds.filter(({ name }) => name !== 'SQLite')

describe.each(killable)('$name killed by SIGKILL under load, twenty times', (kind) => {
  const server = started(kind)

  it(
    'keeps what it acknowledged, signs nobody in twice, and serves the same clients again',
    async ({ skip }) => {
      const { kill, resume } = server()
      if (!kill || !resume) return skip('given by a URL: somebody else’s')
      const { issued } = await underLoad(await server().fresh(), kills, (load) =>
        load.during(async () => {
          await kill()
          await resume()
        }),
      )
      expect(issued).toBeGreaterThan(kills.rounds)
    },
    TIMEOUT_MS,
  )
})

describe.each(installedKinds)('$name whose clients are killed by SIGKILL in the middle of their work', (kind) => {
  const server = started(kind)

  it(
    'keeps what it acknowledged to those that died and to those that live',
    async () => {
      const { failures } = await underLoad(await server().fresh(), kills, (load, round) => load.killClient(round % 2))
      expect(failures).toContain('killed')
    },
    TIMEOUT_MS,
  )
})
