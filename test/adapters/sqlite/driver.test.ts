import { describe, expect, it } from 'vitest'
import { isBusy } from '../../../adapters/sqlite/driver.js'

describe('isBusy', () => {
  it.each([
    { code: 'SQLITE_BUSY' },
    { code: 'SQLITE_BUSY_SNAPSHOT' },
    { code: 'SQLITE_BUSY_RECOVERY' },
    { code: 'SQLITE_BUSY', errno: 5 },
    { code: 'ERR_SQLITE_ERROR', errcode: 5 },
    { code: 'ERR_SQLITE_ERROR', errcode: 517 },
  ])('recognizes the lock error of every driver: %o', (error) => {
    expect(isBusy(Object.assign(new Error('database is locked'), error))).toBe(true)
  })

  it.each([
    new Error('database is locked'),
    Object.assign(new Error('no'), { code: 'SQLITE_LOCKED' }),
    Object.assign(new Error('no'), { code: 'SQLITE_BUSYBODY' }),
    Object.assign(new Error('no'), { code: 'ERR_SQLITE_ERROR', errcode: 1 }),
    Object.assign(new Error('no'), { code: 'SQLITE_CONSTRAINT' }),
    'SQLITE_BUSY',
    null,
    undefined,
  ])('does not recognize any other error: %o', (error) => {
    expect(isBusy(error)).toBe(false)
  })
})
