import { describe, expect, it } from 'vitest'
import { entraPolicy } from '../../src/core/policy/presets.js'
import { cascade } from '../../src/core/registration/cascade.js'
import { completeRegistration } from '../../src/core/registration/complete.js'
import type { RegistrationRecord } from '../../src/core/registration/registration.js'
import { aDocument, aPass } from '../support/documents.js'

const rules = { ...entraPolicy.registrableCredentials, maximum: 1 }
const write = { nowMs: 7_000, commitId: 'c' }

function registered(id: string, passId: string, cascadedAtMs?: number): RegistrationRecord {
  return { credential: { id, type: 'passkey' }, passId, signInId: 's', registeredAtMs: 0, cascadedAtMs }
}

function complete(registrations: readonly RegistrationRecord[]) {
  const completion = completeRegistration(
    aDocument({ registrations }),
    aPass(),
    { signInId: 's' },
    { id: 'new', type: 'passkey' },
    rules,
    write,
  )
  return completion.ok ? completion.next?.registrations.map(({ credential }) => credential.id) : completion.reason
}

describe('a cascade', () => {
  it('marks the registrations of the pass only, and returns whether any is new', () => {
    const registrations = [registered('a', 'p1', 5), registered('b', 'p1'), registered('c', 'p2')]
    const { records, ...first } = cascade(aDocument({ registrations }), 'p1', 9)
    expect(records.map(({ credential }) => credential.id)).toEqual(['a', 'b'])
    expect(first).toEqual({
      registrations: [registered('a', 'p1', 5), registered('b', 'p1', 9), registered('c', 'p2')],
      isNew: true,
    })
    const again = cascade(aDocument({ registrations: first.registrations }), 'p1', 10)
    expect(again.registrations).toEqual(first.registrations)
    expect(again.isNew).toBe(false)
    expect(again.records).toHaveLength(2)
  })
})

describe('a registration marked by a cascade', () => {
  it('does not count against the maximum of a pass', () => {
    expect(complete([registered('a', 'p1')])).toBe('alreadyCompleted')
    expect(complete([registered('a', 'p1', 5)])).toEqual(['a', 'new'])
  })

  it('is dropped before unmarked ones, however old they are', () => {
    const old = Array.from({ length: 30 }, (_, index) => registered(`old-${index}`, 'p0'))
    const names = old.map(({ credential }) => credential.id)
    expect(complete([...old, registered('removed', 'p2', 5), registered('kept', 'p3')])).toEqual([
      ...names,
      'kept',
      'new',
    ])
    expect(complete([...old, registered('kept', 'p2'), registered('kept too', 'p3')])).toEqual([
      ...names.slice(1),
      'kept',
      'kept too',
      'new',
    ])
  })
})
