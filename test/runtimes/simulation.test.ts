import { rmSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { SeedsDigest } from '../simulation/embedded.js'
import { rounds } from '../support/rounds.js'
import { bundleSimulation, currentNode, otherHosts } from './simulation-hosts.js'

const seeds = { first: 1, count: rounds(10) }

describe('the simulation', () => {
  let bundle: string
  let expected: SeedsDigest
  beforeAll(async () => {
    bundle = await bundleSimulation()
    expected = await currentNode.digest(bundle, seeds)
    return () => rmSync(bundle, { recursive: true })
  })

  it.each(otherHosts)('takes the same steps on $name as on the current Node', async ({ digest }) => {
    expect(await digest(bundle, seeds)).toEqual(expected)
    expect(expected.runs).toBe(seeds.count)
  })
})
