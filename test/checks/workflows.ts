import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { workflowFaults } from './workflow-faults.js'

const folder = '.github'
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.ya?ml$/.test(file))
const faults = files.flatMap((file) => faultsOf(file).map((fault) => `${join(folder, file)}: ${fault}`))
for (const fault of faults) console.error(fault)
if (faults.length > 0) process.exitCode = 1

function faultsOf(file: string): readonly string[] {
  const text = readFileSync(join(folder, file), 'utf8')
  try {
    if (file.startsWith('workflows')) return workflowFaults(text)
    parse(text)
    return []
  } catch (error) {
    return [String(error)]
  }
}
