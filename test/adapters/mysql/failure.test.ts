import { describe, expect, it } from 'vitest'
import { mysqlFailure } from '../../../adapters/mysql/failure.js'
import { storeOutcome } from '../../../src/ports/store-error.js'

describe('an error of MySQL or MariaDB', () => {
  it.each([
    ['contended', 1213, '40001', 'deadlock'],
    ['contended', 1205, 'HY000', 'lock wait timeout'],
    ['contended', 1020, 'HY000', 'row changed since the snapshot'],
    ['notWritten', 1290, 'HY000', 'read_only'],
    ['notWritten', 1792, '25006', 'read-only transaction'],
    ['notWritten', 1836, 'HY000', 'read-only mode'],
    ['notWritten', 1036, 'HY000', 'read-only table'],
    ['notWritten', 1874, 'HY000', 'InnoDB is read-only'],
    ['notWritten', 1114, 'HY000', 'table or disk is full'],
    ['notWritten', 1406, '22001', 'text is too long'],
    ['notWritten', 1142, '42000', 'right is missing'],
    ['notWritten', 1146, '42S02', 'table is missing'],
    ['notWritten', 1054, '42S22', 'column is missing'],
    ['unknown', 1062, '23000', 'duplicate key'],
    ['unknown', 1026, 'HY000', 'error of the binary log'],
    ['unknown', 1030, 'HY000', 'error of the storage engine'],
    ['unknown', 1053, '08S01', 'server shutdown'],
    ['unknown', 1317, '70100', 'interrupted'],
    ['unknown', 2013, '08S01', 'connection lost'],
  ])('is %s: %i %s, %s', (outcome, errno, sqlState, message) => {
    expect(storeOutcome(mysqlFailure(Object.assign(new Error(message), { errno, sqlState })))).toBe(outcome)
  })

  it.each([Object.assign(new Error('lost'), { code: 'ECONNRESET' }), new Error('x'), 'x', null, undefined])(
    'is thrown as it is without a number: %o',
    (error) => {
      expect(mysqlFailure(error)).toBe(error)
    },
  )
})
