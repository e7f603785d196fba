import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { LawId } from '../support/laws.js'
import { laws } from '../support/laws.js'
import type { Plan } from './plan.js'
import { tellStory } from './tell-story.js'

/** A run that once broke a law. It is kept, and runs for ever. */
interface Story {
  readonly law: LawId
  /** What happened then. */
  readonly story: string
  readonly plan: Plan
}

const folder = fileURLToPath(new URL('stories/', import.meta.url))
const stories = readdirSync(folder).map((file) => {
  const story: Story = JSON.parse(readFileSync(`${folder}${file}`, 'utf8'))
  return { name: file.replace('.json', '').replaceAll('-', ' '), ...story }
})

describe.each(stories)('$name', ({ law, plan }) => {
  it(`keeps the law: ${laws[law]}`, async () => {
    expect(await tellStory(plan, law)).not.toContain('Broken:')
  })

  it('still has every fault of the story', async () => {
    const told = await tellStory(plan, law)
    for (const { call, kind } of plan.faults) expect(told).toContain(`${call}: ${kind}`)
  })
})
