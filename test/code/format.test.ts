import { describe, expect, it } from 'vitest'
import { displayCode } from '../../src/core/code/format.js'

describe('displayCode', () => {
  it.each([
    ['crockford', 'K7MQZ3XW', 'K7MQ-Z3XW'],
    ['crockford', 'K7MQZ3XWA', 'K7MQ-Z3XW-A'],
    ['crockford', 'K7MQZ3XWABCD', 'K7MQ-Z3XW-ABCD'],
    ['digits', '123456789', '1234-5678-9'],
    ['crockford', 'K7MQZ3X', 'K7MQZ3X'],
    ['mixed', 'aB3dEf7h', 'aB3dEf7h'],
  ] as const)('shows the %s code %s as %s', (alphabet, code, shown) => {
    expect(displayCode(code, alphabet)).toBe(shown)
  })
})
