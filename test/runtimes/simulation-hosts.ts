import { execFile } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'
import { build } from 'tsup'
import type { SeedRange, SeedsDigest } from '../simulation/embedded.js'
import { chromiumPath } from '../support/report-missing.js'
import type { RuntimeName } from './installed.js'
import { programOf } from './installed.js'
import type { CommandLine } from './serve-program.js'
import { serveProgram } from './serve-program.js'

/** A runtime on this machine that can run the bundled simulation. */
export interface SimulationHost {
  readonly name: string
  /** `bundle`: the folder of {@link bundleSimulation}. */
  digest(bundle: string, seeds: SeedRange): Promise<SeedsDigest>
}

const program = (name: string): string => fileURLToPath(new URL(`programs/${name}`, import.meta.url))

export const currentNode: SimulationHost = processHost(`Node ${process.versions.node}`, process.execPath)

/** Every other runtime and browser that is installed. The end of the test run names the missing ones. */
export const otherHosts: readonly SimulationHost[] = [
  ...installed('node22', (path) => processHost('Node 22', path)),
  ...installed('node24', (path) => processHost('Node 24', path)),
  ...installed('node26', (path) => processHost('Node 26', path)),
  ...installed('bun', (path) => processHost('Bun', path)),
  ...installed('deno', (path) => processHost('Deno', path, ['run', '--no-prompt', '--quiet', '--allow-read'])),
  ...installed('workerd', (path) => workerHost('workerd', path, 'withNodeModules')),
  ...installed('workerd', (path) => workerHost("workerd without Node's modules", path, 'withoutNodeModules')),
  ...browserHosts(),
]

/** Bundles the simulation with the source, as a module and as a Worker that need nothing. Returns their folder. */
export async function bundleSimulation(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'tap-simulation-'))
  await build({
    config: false,
    entry: {
      simulation: fileURLToPath(new URL('../simulation/embedded.ts', import.meta.url)),
      worker: program('simulation-worker.mjs'),
    },
    outDir: folder,
    outExtension: () => ({ js: '.mjs' }),
    format: 'esm',
    splitting: false,
    target: 'es2022',
    platform: 'neutral',
    noExternal: [/.*/],
    silent: true,
  })
  return folder
}

function installed(name: RuntimeName, host: (path: string) => SimulationHost): readonly SimulationHost[] {
  const path = programOf(name)
  return path === undefined ? [] : [host(path)]
}

function processHost(name: string, path: string, options: readonly string[] = []): SimulationHost {
  return {
    name,
    async digest(bundle, { first, count }) {
      const simulation = join(bundle, 'simulation.mjs')
      const words = [...options, program('simulation-process.mjs'), simulation, String(first), String(count)]
      const { stdout } = await promisify(execFile)(path, words)
      return JSON.parse(stdout) as SeedsDigest
    },
  }
}

function workerHost(name: string, path: string, config: string): SimulationHost {
  const commandLine =
    (bundle: string): CommandLine =>
    (workerd, folder) => {
      copyFileSync(join(bundle, 'worker.mjs'), join(folder, 'worker.mjs'))
      copyFileSync(program('simulation.capnp'), join(folder, 'simulation.capnp'))
      return [workerd, 'serve', join(folder, 'simulation.capnp'), config, '--control-fd=1']
    }
  return {
    name,
    async digest(bundle, { first, count }) {
      const { url, stop } = await serveProgram(name, path, commandLine(bundle))
      try {
        const response = await fetch(`${url}/?first=${first}&count=${count}`)
        return (await response.json()) as SeedsDigest
      } finally {
        await stop()
      }
    },
  }
}

function browserHosts(): readonly SimulationHost[] {
  const executablePath = chromiumPath()
  if (executablePath === undefined) return []
  return [
    {
      name: 'Chromium',
      async digest(bundle, seeds) {
        const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] })
        try {
          const page = await browser.newPage()
          const module = `data:text/javascript;base64,${readFileSync(join(bundle, 'simulation.mjs'), 'base64')}`
          // As text: a function would be compiled for Node first.
          return await page.evaluate(`import('${module}').then((it) => it.digestOfSeeds(${JSON.stringify(seeds)}))`)
        } finally {
          await browser.close()
        }
      },
    },
  ]
}
