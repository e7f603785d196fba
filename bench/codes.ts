import { customAlphabet } from 'nanoid'
import { drawCode } from '../src/core/code/draw.js'
import { systemRandomBytes } from '../src/system.js'
import { interleave, median, medianRatio } from './support/compare.js'
import { figure, report } from './support/report.js'

const rounds = 15
const times = 200_000

/** Compares the codes of passes with the same number of symbols from nanoid. */
export async function benchCodes(): Promise<void> {
  const nanoid = customAlphabet('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 8)
  const [ours = [], theirs = []] = await interleave(
    [
      { name: 'drawCode', run: () => drawRepeatedly(() => drawCode(systemRandomBytes, 'crockford', 8)) },
      { name: 'nanoid', run: () => drawRepeatedly(nanoid) },
    ],
    rounds,
  )
  report(
    'Codes (8 symbols of Crockford Base32)',
    ['', 'a second', 'ratio'],
    [
      ['`drawCode`', figure(median(ours)), figure(medianRatio(ours, theirs))],
      ['nanoid `customAlphabet`', figure(median(theirs)), '1'],
    ],
  )
}

function drawRepeatedly(draw: () => string): number {
  const start = performance.now()
  let symbols = 0
  for (let time = 0; time < times; time += 1) symbols += draw().length
  // The result must be used, or the compiler could remove the work.
  if (symbols !== times * 8) throw new Error('A code has the wrong length')
  return (times * 1000) / (performance.now() - start)
}
