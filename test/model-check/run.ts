import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import type { Model } from './jobs.js'
import { jobs } from './jobs.js'
import { namesIn } from './names.js'
import { isAsExpected, lineOf } from './report.js'
import { storyOf } from './story.js'
import { compile, missingTools, search } from './tools.js'
import { verdictOf } from './verdict.js'

const isLong = process.env['TAP_MODEL_SEARCH'] === 'long'
const limitMs = isLong ? 3 * 3_600_000 : 280_000
const searchesAtOnce = availableParallelism()
const memoryLimitInMb = Math.floor((totalmem() * 0.7) / searchesAtOnce / 2 ** 20)

/** `-DSAFETY` looks for broken assertions only. A long search keeps a hash of each state instead of the state. */
const flags: Readonly<Record<Model, readonly string[]>> = {
  'commit.pml': [`-DMEMLIM=${memoryLimitInMb}`, '-DSAFETY', '-DNOFAIR', ...(isLong ? ['-DHC4'] : [])],
  'liveness.pml': [`-DMEMLIM=${memoryLimitInMb}`, '-DNFAIR=3'],
}

const [command, name] = process.argv.slice(2)
const missing = missingTools()
if (missing.length > 0) {
  const isRequired = process.env['TAP_TEST_SERVERS'] === 'required'
  if (isRequired) process.exitCode = 1
  const log = isRequired ? console.error : console.log
  log(`The model was not checked. Not installed: ${missing.join(', ')}. On Debian and Ubuntu: apt-get install spin gcc`)
} else {
  const directory = mkdtempSync(join(tmpdir(), 'model-check-'))
  try {
    await (command === 'story' ? tell(directory, name) : check(directory))
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** Runs every search, as many at once as there are cores. */
async function check(directory: string): Promise<void> {
  const models = ['commit.pml', 'liveness.pml'] as const
  const folders = new Map(models.map((model) => [model, mkdtempSync(join(directory, model))]))
  await Promise.all([...folders].map(([model, folder]) => compile(model, folder, flags[model])))
  const queue = [...jobs(isLong)]
  let failed = 0
  const work = async (): Promise<void> => {
    for (let job = queue.shift(); job; job = queue.shift()) {
      const { model, args, environment } = job
      const pan = join(folders.get(model) ?? '', 'pan')
      const { output, seconds } = await search(pan, args, mkdtempSync(join(directory, 'search-')), {
        environment,
        limitMs,
      })
      const verdict = verdictOf(output)
      if (!isAsExpected(job, verdict)) failed += 1
      console.log(lineOf(job, verdict, seconds))
    }
  }
  await Promise.all(Array.from({ length: searchesAtOnce }, work))
  console.log(failed === 0 ? 'Every law holds, and every removed rule is found.' : `${failed} searches failed.`)
  if (failed > 0) process.exitCode = 1
}

/** Searches for a short counterexample, and tells it. */
async function tell(directory: string, name: string | undefined): Promise<void> {
  const job = jobs(isLong).find((job) => job.name === name && job.model === 'commit.pml')
  if (!job) throw new RangeError(`There is no search "${name}". The names are what npm run check:model prints.`)
  await compile(job.model, directory, ['-DSAFETY', '-DNOFAIR', '-DREACH'])
  const pan = join(directory, 'pan')
  const { environment } = job
  await search(pan, ['-i', ...job.args], directory, { environment, limitMs })
  const trail = join(directory, 'commit.pml.trail')
  const { output } = await search(pan, ['-n', '-r', trail], directory, { environment, limitMs })
  console.log(storyOf(output, environment, namesIn('settings.pml')).join('\n'))
}
