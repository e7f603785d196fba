import { afterAll, expect, it } from 'vitest'
import { startProcess } from '../support/processes.js'
import { nowNs } from './client.js'

const module = new URL('./client.ts', import.meta.url)
const processes = [startProcess(), startProcess()]
afterAll(() => Promise.all(processes.map(({ kill }) => kill())))

it('the clock of histories is monotonic across processes', async () => {
  let last = await nowNs()
  for (let round = 0; round < 50; round += 1) {
    for (const process of processes) {
      const there = await process.run({ module, name: 'nowNs', argument: undefined })
      expect(there).toBeGreaterThan(last)
      last = await nowNs()
      expect(last).toBeGreaterThan(there as bigint)
    }
  }
})
