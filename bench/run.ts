import { benchBulk } from './bulk.js'
import { benchCodes } from './codes.js'
import { benchFastPath } from './fast-path.js'
import { benchGraph } from './graph.js'
import { benchImportTime } from './import-time.js'
import { benchSlowPath } from './slow-path.js'
import { machine } from './support/report.js'
import { benchWitness } from './witness.js'

const benches = new Map([
  ['fast-path', benchFastPath],
  ['slow-path', benchSlowPath],
  ['bulk', benchBulk],
  ['codes', benchCodes],
  ['import-time', benchImportTime],
  ['graph', benchGraph],
  ['witness', benchWitness],
])
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !benches.has(name))
if (unknown.length > 0)
  throw new RangeError(`Unknown benchmarks: ${unknown.join(', ')}. Use ${[...benches.keys()].join(', ')}`)

process.stdout.write(`${machine()}\n`)
for (const [name, bench] of benches) {
  if (wanted.length === 0 || wanted.includes(name)) await bench()
}
