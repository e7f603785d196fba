import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { nameClashes } from './name-clashes.js'

const paths = execFileSync('git', ['ls-files', 'src/*.ts', 'adapters/*.ts'], { encoding: 'utf8' }).trim().split('\n')
const clashes = nameClashes(new Map(paths.map((path) => [path, readFileSync(path, 'utf8')])))

for (const { name, paths } of clashes) console.log(`${name} is declared in ${paths.join(', ')}: rename all but one`)
if (clashes.length > 0) process.exitCode = 1
console.log(`${paths.length} files read, ${clashes.length} names with more than one meaning`)
