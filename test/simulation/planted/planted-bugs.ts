import { storeBugs } from './bugs-of-a-store.js'
import { decisionBugs } from './bugs-of-decisions.js'
import { kernelBugs } from './bugs-of-the-kernel.js'
import type { PlantedBugs } from './planted-bug.js'

const all = [decisionBugs, kernelBugs, storeBugs]

export const plantedBugs: PlantedBugs = {
  always: all.flatMap(({ always }) => always),
  nightly: all.flatMap(({ nightly }) => nightly),
}
