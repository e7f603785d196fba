import { seededBytes } from '../support/world.js'

/** Returns a die for `sides` sides: 0 and up. The same numbers for the same seed. */
export type Dice = (sides: number) => number

export function createDice(seed: number): Dice {
  const bytes = seededBytes(seed)
  return (sides) => new DataView(bytes(4).buffer).getUint32(0) % sides
}
