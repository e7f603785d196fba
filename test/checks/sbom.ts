import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// Writes to the given path, as CycloneDX, everything that the published package depends on or carries. `npm sbom` cannot read the
// repository itself: the example links back to the package. It also would not know what the command line bundles.
const output = process.argv[2]
if (output === undefined) throw new Error('Name the file to write: npm run release:sbom -- sbom.cdx.json')

const { name, version, license, description, dependencies, devDependencies } = JSON.parse(
  readFileSync('package.json', 'utf8'),
) as Record<string, string> & Record<'dependencies' | 'devDependencies', Record<string, string>>
const licences = readFileSync('dist/cli/LICENCES.txt', 'utf8')
const bundled = new Set(
  [...licences.matchAll(/^(\S+) \d+\.\d+\.\d+\S* \(/gm)].map(([, bundledName]) => bundledName ?? ''),
)
const carried = Object.entries(devDependencies).filter(([dependency]) => bundled.has(dependency))

const scratch = mkdtempSync(join(tmpdir(), 'tap-sbom-'))
try {
  // npm names the root after its folder.
  const folder = join(scratch, name ?? '')
  mkdirSync(folder)
  const manifest = {
    name,
    version,
    license,
    description,
    dependencies: { ...dependencies, ...Object.fromEntries(carried) },
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  copyFileSync('package-lock.json', join(folder, 'package-lock.json'))
  npm(folder, 'install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund')
  const bom = npm(folder, 'sbom', '--package-lock-only', '--sbom-format=cyclonedx', '--sbom-type=library')
  writeFileSync(output, bom)
} finally {
  rmSync(scratch, { recursive: true })
}

function npm(cwd: string, ...args: readonly string[]): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8' })
}
