import { describe, expect, it } from 'vitest'
import { warnOnce } from '../../../adapters/sql/durability.js'
import type { StoreWarning } from '../../../src/ports/store-warning.js'

const warning: StoreWarning = { setting: 'fsync', value: 'off', message: 'fsync is off' }

describe('the check of the settings of a SQL server', () => {
  it('holds up no other call while its connection hangs', async () => {
    let checks = 0
    const check = async (): Promise<readonly StoreWarning[]> => {
      checks += 1
      return checks === 1 ? new Promise(() => undefined) : []
    }
    const warn = warnOnce(check, () => {})
    void warn()
    await warn()
    await warn()
    expect(checks).toBe(2)
  })

  it('warns once, whatever number of calls check at once', async () => {
    const warnings: StoreWarning[] = []
    const warn = warnOnce(
      async () => [warning],
      (found) => warnings.push(found),
    )
    await Promise.all([warn(), warn(), warn()])
    await warn()
    expect(warnings).toEqual([warning])
  })

  it('runs again at the next call if it fails', async () => {
    let checks = 0
    const warnings: StoreWarning[] = []
    const check = async (): Promise<readonly StoreWarning[]> => {
      checks += 1
      if (checks === 1) throw new Error('The connection is gone')
      return [warning]
    }
    const warn = warnOnce(check, (found) => warnings.push(found))
    await expect(warn()).rejects.toThrow('The connection is gone')
    await warn()
    expect(warnings).toEqual([warning])
  })
})
