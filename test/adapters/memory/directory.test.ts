import { describe, expect, it } from 'vitest'
import type { MemoryUser } from '../../../adapters/memory/index.js'
import { memoryDirectory } from '../../../adapters/memory/index.js'

const ada = {
  id: 'ada',
  isEnabled: true,
  userPrincipalName: 'Ada@example.com',
  aliases: ['+44 20 7946 0958', 'A.Lovelace'],
  roles: ['Global Reader'],
  groups: ['g1'],
} satisfies MemoryUser
const { aliases: _, ...known } = ada

const find = (users: readonly MemoryUser[], user: string) => memoryDirectory(users).findUser({ user, tenantId: 't' })

describe('memoryDirectory', () => {
  it.each(['ada', 'Ada@example.com', 'ADA@EXAMPLE.COM', '+44 20 7946 0958', 'a.lovelace'])(
    'finds by "%s"',
    async (user) => {
      expect(await find([ada, { id: 'bob', isEnabled: true }], user)).toEqual(known)
    },
  )

  it.each(['', 'ad', 'ada ', 'ADA', '__proto__', 'constructor'])('returns undefined for "%s"', async (user) => {
    expect(await find([ada], user)).toBeUndefined()
  })

  it('finds a user again by the id that it returned', async () => {
    const found = await find([ada], 'a.lovelace')
    expect(await find([ada], found?.id ?? '')).toEqual(found)
  })

  it('distinguishes ids that differ in case only', async () => {
    const users = [
      { id: 'ada', isEnabled: true },
      { id: 'Ada', isEnabled: false },
    ]
    expect(await find(users, 'ada')).toEqual(users[0])
    expect(await find(users, 'Ada')).toEqual(users[1])
  })

  it('returns frozen users, which later changes of its input do not affect', async () => {
    const groups = ['g1']
    const directory = memoryDirectory([{ ...ada, groups }])
    groups.push('g2')
    const found = await directory.findUser({ user: 'ada', tenantId: 't' })
    expect(found?.groups).toEqual(['g1'])
    for (const value of [found, found?.groups, found?.roles]) expect(Object.isFrozen(value)).toBe(true)
  })

  it.each<readonly [string, MemoryUser]>([
    ['the id', { id: 'ada', isEnabled: true }],
    ['the user principal name', { id: 'eve', isEnabled: true, userPrincipalName: 'ada@EXAMPLE.com' }],
    ['an alias', { id: 'eve', isEnabled: true, aliases: ['A.LOVELACE'] }],
    ['the id, in another case, as an alias', { id: 'eve', isEnabled: true, aliases: ['ADA'] }],
    ['the user principal name, as an id', { id: 'ada@example.com', isEnabled: true }],
  ])('refuses a second user with %s of the first', (_, second) => {
    expect(() => memoryDirectory([ada, second])).toThrow(RangeError)
    expect(() => memoryDirectory([second, ada])).toThrow(RangeError)
  })

  it('accepts a name that one user has twice', () => {
    expect(() => memoryDirectory([{ ...ada, aliases: ['ADA', 'ada@example.com'] }])).not.toThrow()
  })

  it.each<MemoryUser>([
    { id: '', isEnabled: true },
    { id: 'eve', isEnabled: true, userPrincipalName: '' },
    { id: 'eve', isEnabled: true, aliases: [''] },
  ])('refuses an empty name: %o', (user) => {
    expect(() => memoryDirectory([user])).toThrow(RangeError)
  })
})
