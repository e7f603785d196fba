import { runOverload } from './overload.js'
import type { SceneName } from './scenes.js'
import { scenes } from './scenes.js'
import { brokenBy } from './verdict.js'

/** A program of its own, so that a bundle of it runs with planted bugs: `SCENE SECONDS` prints the report as JSON. */
// Errors are answers here. Their stacks would take a third of the time.
Error.stackTraceLimit = 0

const [name = '', seconds = '60'] = process.argv.slice(2)
if (!Object.hasOwn(scenes, name)) throw new Error(`Unknown scene ${name}. Use one of ${Object.keys(scenes).join(', ')}`)
const report = await runOverload(scenes[name as SceneName], Number(seconds) * 1_000)
const { user, system } = process.cpuUsage()
const others = report.others.length
console.log(JSON.stringify({ ...report, others, cpuSeconds: (user + system) / 1e6, broken: brokenBy(report) }))
