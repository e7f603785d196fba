import { describe, expect, it } from 'vitest'
import { installedKinds } from '../support/servers/index.js'
import { underLoad } from './load.js'
import { started } from './started.js'

/** Most of it is the starting of processes, on machines that do other things as well. */
const TIMEOUT_MS = 300_000

/** How many kills, and what every client does between two of them, at least. */
const kills = { rounds: 20, answers: 15 }

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
