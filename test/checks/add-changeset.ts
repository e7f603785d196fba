import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bumps, changesetName, changesetText } from './changesets.js'

const [given, summary = ''] = process.argv.slice(2)
const bump = bumps.find((known) => known === given)
if (bump === undefined || summary.trim() === '') {
  console.error('Say how much changes, and what: npm run changeset -- patch|minor|major "What users notice"')
  process.exitCode = 2
} else {
  const path = join('.changeset', changesetName(summary))
  writeFileSync(path, changesetText({ bump, summary }), { flag: 'wx' })
  console.log(`Wrote ${path}. Edit it as you like, and commit it with your change.`)
}
