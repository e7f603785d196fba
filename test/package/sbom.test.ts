import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { rootPath } from '../support/packages.js'

interface Bom {
  readonly metadata: { readonly component: { readonly name: string; readonly version: string } }
  readonly components: readonly { readonly name: string; readonly version: string }[]
}

const folder = mkdtempSync(join(tmpdir(), 'tap-sbom-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('the SBOM of a release names every dependency and every bundled package', () => {
  const path = join(folder, 'sbom.cdx.json')
  execFileSync(process.execPath, ['--import', 'tsx', 'test/checks/sbom.ts', path], { cwd: rootPath })
  const { metadata, components } = JSON.parse(readFileSync(path, 'utf8')) as Bom
  expect(metadata.component).toMatchObject({ name: manifest.name, version: manifest.version })
  expect(components.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(manifest.dependencies)))

  const licences = readFileSync(join(rootPath, 'dist/cli/LICENCES.txt'), 'utf8')
  const bundled = [...licences.matchAll(/^(\S+ \d+\.\d+\.\d+\S*) \(/gm)].map(([, nameAndVersion]) => nameAndVersion)
  expect(bundled.length).toBeGreaterThan(5)
  expect(components.map(({ name, version }) => `${name} ${version}`)).toEqual(expect.arrayContaining(bundled))
})
