import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { Manifest, RegistryState } from './release-gaps.js'
import { releaseGaps } from './release-gaps.js'

// Tells the owner what is missing before a release. `--offline` leaves npm's registry out, as the release workflow does:
// there, npm itself refuses to publish without a trusted publisher.
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest
const gaps = releaseGaps({
  manifest,
  changelog: readFileSync('CHANGELOG.md', 'utf8'),
  pendingChangesets: pendingChangesets('.changeset'),
  ...(process.argv.includes('--offline') ? {} : { registry: askRegistry(manifest.name) }),
})

if (gaps.length === 0)
  console.log(`${manifest.name} ${manifest.version} can be released: push the tag v${manifest.version}.`)
else {
  console.error(`${manifest.name} ${manifest.version} cannot be released yet. Missing:\n`)
  for (const gap of gaps) console.error(`- ${gap}`)
  process.exitCode = 1
}

function pendingChangesets(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder).filter((file) => file.endsWith('.md') && file !== 'README.md')
}

function askRegistry(name: string): RegistryState {
  const version = npm('view', name, 'version', '--json')
  if (version.isRefused && !version.printed.includes('"E404"')) {
    throw new Error('npm did not answer. Check the network, or leave the registry out with --offline.')
  }
  const publishers = npm('trust', 'list', name, '--json')
  return {
    isPublished: !version.isRefused,
    ...(publishers.isRefused ? {} : { hasTrustedPublisher: publishers.printed.includes('"type"') }),
  }
}

function npm(...args: readonly string[]): { readonly printed: string; readonly isRefused: boolean } {
  // A shell, because npm is a script on Windows. No argument comes from outside.
  const { status, stdout } = spawnSync('npm', args, { encoding: 'utf8', shell: true })
  return { printed: stdout, isRefused: status !== 0 }
}
