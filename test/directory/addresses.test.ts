import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressFault } from '../../src/core/directory/addresses.js'

const email = 'ada@example.com'

describe('an address that its channel cannot carry', () => {
  it.each([
    ['email', '', 'blank'],
    ['email', ' \t ', 'blank'],
    ['email', 'ada@example.com, eve@example.com', 'characters'],
    ['email', 'ada@example.com\r\nBcc: eve@example.com', 'characters'],
    ['email', 'ada@example.com\u0000', 'characters'],
    ['email', 'ada@example.com\u0085', 'characters'],
    ['email', `ada\uD800@example.com`, 'characters'],
    ['email', 'a'.repeat(321), 'tooLong'],
    ['sms', ' ', 'blank'],
    ['sms', '+44 20 7946 0958 ext 7', 'characters'],
    ['sms', '+44\u00A020', 'characters'],
    ['sms', '٠١٢', 'characters'],
    ['voice', 'tel:+442079460958', 'characters'],
    ['voice', '+44\n20', 'characters'],
    ['post', '\r\n', 'blank'],
    ['post', '1 Main Street\tLondon', 'characters'],
    ['print', '1 Main Street\u0007', 'characters'],
    ['print', '', 'blank'],
    ['push', '', 'blank'],
  ] as const)('%s: %j is refused as %s', (channel, value, fault) => {
    expect(addressFault(channel, value)).toBe(fault)
  })

  it.each([
    ['email', email],
    ['email', 'Ada Lovelace <ada@example.com>'],
    ['email', 'zoë@exämple.de'],
    ['email', `${'a'.repeat(308)}@example.com`],
    ['sms', '+44 (20) 7946-0958'],
    ['voice', '112'],
    ['post', '1 Main Street\r\nLondon, SW1A\nUnited Kingdom'],
    ['print', 'Room 7, desk 3'],
    ['push', 'device\ttoken,1'],
  ] as const)('%s: %j is carried', (channel, value) => {
    expect(addressFault(channel, value)).toBeUndefined()
  })

  it('is every e-mail address that could add a recipient or a header', () => {
    const parts = fc.array(fc.constantFrom(email, ',', '\r', '\n', '\u2028', ' ', '\u007F'), { maxLength: 6 })
    fc.assert(
      fc.property(parts, (written) => {
        const value = written.join('')
        const isHarmless = value.trim() !== '' && !/[,\r\n\u007F]/.test(value)
        expect(addressFault('email', value) === undefined).toBe(isHarmless)
      }),
    )
  })
})
