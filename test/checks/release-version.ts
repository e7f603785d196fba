import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nextVersion, parseChangeset, withVersion } from './changesets.js'

// Moves every pending changeset into CHANGELOG.md, and the version on.
const folder = '.changeset'
const paths = readdirSync(folder)
  .filter((file) => file.endsWith('.md') && file !== 'README.md')
  .map((file) => join(folder, file))
const changes = paths.map((path) => parseChangeset(path, readFileSync(path, 'utf8')))

if (changes.length === 0) {
  console.error('There is no changeset, so nothing to release.')
  process.exitCode = 1
} else {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string }
  const version = nextVersion(manifest.version, changes)
  writeFileSync('CHANGELOG.md', withVersion(readFileSync('CHANGELOG.md', 'utf8'), version, changes))
  // Writes the lock file too. A shell, because npm is a script on Windows.
  execFileSync('npm', ['version', version, '--no-git-tag-version', '--ignore-scripts'], { shell: true })
  for (const path of paths) rmSync(path)
  console.log(`The version is ${version}. Read CHANGELOG.md, then commit.`)
}
