import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'tsup'
import type { PlantedBug } from './planted-bug.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Bundles a program of the simulation with the source, and with the bug if there is one. Returns the path of the result. */
export async function bundle(bug?: PlantedBug, program = 'test/simulation/main.ts'): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'tap-simulation-'))
  await build({
    config: false,
    entry: { simulation: join(root, program) },
    outDir: folder,
    outExtension: () => ({ js: '.mjs' }),
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    noExternal: [/.*/],
    silent: true,
    esbuildPlugins: bug ? [planting(bug)] : [],
  })
  return join(folder, 'simulation.mjs')
}

type Plugin = NonNullable<Parameters<typeof build>[0]['esbuildPlugins']>[number]

function planting({ file, find, replace }: PlantedBug): Plugin {
  const path = join(root, file)
  return {
    name: 'planted-bug',
    setup(setup) {
      setup.onLoad({ filter: /\.ts$/ }, (loaded) => {
        if (loaded.path !== path) return undefined
        const text = readFileSync(path, 'utf8')
        if (text.split(find).length !== 2) throw new Error(`${file} must contain this text once: ${find}`)
        return { contents: text.replace(find, () => replace), loader: 'ts' }
      })
    },
  }
}
