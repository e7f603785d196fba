import { describe, expect, it } from 'vitest'
import { installedKinds } from '../local-servers/index.js'
import { shareServer } from '../local-servers/shared.js'
import { rounds } from '../support/rounds.js'
import { underLoad } from './load.js'
import { started } from './started.js'

/** The number of kills, and of answers that every client receives at least between two kills. */
const kills = { rounds: rounds(3), answers: 15 }

describe.each(installedKinds)('$name while its clients are killed', (kind) => {
  const server = started({ start: () => shareServer(kind) })

  it('keeps every acknowledged write', async () => {
    const { failures } = await underLoad(await server().fresh(), kills, (load, round) => load.killClient(round % 2))
    expect(failures).toContain('killed')
  })
})
