import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Options } from 'tsup'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/** Keeps the package's own code out of the bundle, so that its error classes exist once. */
export const thePackageItself: Plugin = {
  name: 'the-package-itself',
  setup(build) {
    build.onResolve({ filter: /\/src\/index\.js$/ }, () => ({
      path: '../index.js',
      external: true,
      sideEffects: false,
    }))
  },
}

/** Writes the licences of all bundled packages to one file, because these licences require it. */
export const bundledLicences: Plugin = {
  name: 'bundled-licences',
  setup(build) {
    build.initialOptions.metafile = true
    build.onEnd(({ metafile }) => {
      const inputs = Object.keys(metafile?.inputs ?? {})
      const folders = new Set(inputs.map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? ''))
      const texts = [...folders]
        .filter((folder) => folder !== '')
        .sort()
        .map(licenceOf)
      const { outdir = '.' } = build.initialOptions
      mkdirSync(outdir, { recursive: true })
      writeFileSync(join(outdir, 'LICENCES.txt'), texts.join(`\n${'-'.repeat(80)}\n\n`))
    })
  },
}

function licenceOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
    string,
    string
  >
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  if (file === undefined) throw new Error(`${name} has no licence file, which the bundle must contain`)
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`
}
