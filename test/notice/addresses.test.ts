import { expect, it } from 'vitest'
import { noticeAddresses } from '../../src/core/notice/addresses.js'
import type { Address } from '../../src/ports/directory.js'

it('a notice goes to every electronic address', () => {
  const addresses: readonly Address[] = [
    { channel: 'email', value: 'ada@example.com' },
    { channel: 'post', value: '1 Main Street' },
    { channel: 'email', value: 'ada@home.example' },
    { channel: 'sms', value: '+15550100' },
    { channel: 'voice', value: '+15550101' },
    { channel: 'print', value: 'Reception' },
  ]
  expect(noticeAddresses({ id: 'ada', isEnabled: true, addresses }).map(({ value }) => value)).toEqual([
    'ada@example.com',
    'ada@home.example',
    '+15550100',
    '+15550101',
  ])
  expect(noticeAddresses({ id: 'ada', isEnabled: true })).toEqual([])
})
