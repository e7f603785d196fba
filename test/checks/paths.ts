import { execFileSync } from 'node:child_process'
import { caseClashes } from './case-clashes.js'

// A clone on macOS or Windows keeps one file of each clash and reports the other as changed.
const tracked = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter(Boolean)
const clashes = caseClashes(tracked)
for (const clash of clashes) console.error(`These paths differ only in case: ${clash.join(', ')}. Rename one of them.`)
if (clashes.length > 0) process.exitCode = 1
