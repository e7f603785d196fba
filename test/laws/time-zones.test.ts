import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const run = promisify(execFile)
const script = fileURLToPath(new URL('./time-zones.ts', import.meta.url))

interface Told {
  readonly offsets: readonly number[]
  readonly chronicles: readonly unknown[]
}

async function toldIn(zone: string): Promise<Told> {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', script], { env: { ...process.env, TZ: zone } })
  return JSON.parse(stdout)
}

describe('the time zone of the machine', () => {
  it('changes no output and no stored document, whatever the date', async () => {
    const greenwich = await toldIn('UTC')
    expect(new Set(greenwich.offsets)).toEqual(new Set([0]))
    expect(JSON.stringify(greenwich.chronicles)).toContain('2038-01-19T04:14:07.000Z')
    for (const zone of ['Asia/Kolkata', 'America/St_Johns', 'Africa/Casablanca']) {
      const elsewhere = await toldIn(zone)
      expect(elsewhere.offsets, `${zone} is not UTC`).not.toEqual(greenwich.offsets)
      expect(elsewhere.chronicles, zone).toEqual(greenwich.chronicles)
    }
  })
})
