import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { docFaults } from './doc-faults.js'
import { languageFaults } from './language-faults.js'

const folders = ['src', 'adapters', 'examples', 'docs', 'bench', 'test', 'README.md']
const paths = execFileSync('git', ['ls-files', ...folders], { encoding: 'utf8' })
  .trim()
  .split('\n')
const read = paths.filter((path) => /\.(ts|mjs|js|md|eta)$/.test(path) && !path.startsWith('test/checks/'))
let faults = 0

for (const path of read) {
  const text = readFileSync(path, 'utf8')
  for (const { line, found, use } of languageFaults(path, text)) report(`${path}:${line} "${found}": use ${use}`)
  if (/^(src|adapters)\/.*\.ts$/.test(path)) {
    for (const { line, name, begins } of docFaults(path, text))
      report(`${path}:${line} ${name}: begin its JSDoc with a verb such as "Returns", not with "${begins}"`)
  }
}
if (faults > 0) process.exitCode = 1
console.log(`${read.length} files read, ${faults} to reword`)

function report(line: string): void {
  faults += 1
  console.log(line)
}
