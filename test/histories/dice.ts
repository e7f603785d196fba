import { seededBytes } from '../support/world.js'

/** Throws a die of so many sides: 0 and up. The same for the same seed. */
export type Dice = (sides: number) => number

export function createDice(seed: number): Dice {
  const bytes = seededBytes(seed)
  return (sides) => new DataView(bytes(4).buffer).getUint32(0) % sides
}
