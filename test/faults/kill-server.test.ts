import { describe, expect, it } from 'vitest'
import { installedKinds } from '../local-servers/index.js'
import { rounds } from '../support/rounds.js'
import { underLoad } from './load.js'
import { started } from './started.js'

/** The number of kills, and of answers that every client receives at least between two kills. */
const kills = { rounds: rounds(3), answers: 15 }

// SQLite has no server to kill.
const killable = installedKinds.filter(({ name }) => name !== 'SQLite')

describe.each(killable)('$name killed repeatedly under load', (kind) => {
  const server = started(kind)

  it('keeps acknowledged writes and accepts a code once', async ({ skip }) => {
    const { kill, resume } = server()
    if (!kill || !resume) return skip('The server was given by a URL: it is not ours to kill')
    const { issued } = await underLoad(await server().fresh(), kills, (load) =>
      load.during(async () => {
        await kill()
        await resume()
      }),
    )
    expect(issued).toBeGreaterThan(kills.rounds)
  })
})
