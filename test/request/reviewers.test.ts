import { describe, expect, it } from 'vitest'
import type { DirectoryUser } from '../../src/ports/directory.js'
import type { Organisation } from '../../src/requests/model/reviewers.js'
import { reviewersOf } from '../../src/requests/model/reviewers.js'
import type { RequestRules } from '../../src/requests/model/rules.js'
import { defaultRequestRules } from '../../src/requests/model/rules.js'
import { hourMs } from '../support/clock.js'
import { aRequest, startMs } from './requests.js'

const member = (id: string, more: Partial<DirectoryUser> = {}): DirectoryUser => ({ id, isEnabled: true, ...more })
const rhea = member('rhea')
const away = { isAway: true } as const
const gone = { isEnabled: false } as const

interface Row {
  readonly manager?: Partial<DirectoryUser> | undefined
  readonly delegate?: Partial<DirectoryUser> | undefined
  readonly above?: Partial<DirectoryUser> | undefined
  readonly hours?: number | undefined
  readonly isDual?: boolean | undefined
  readonly rules?: Partial<RequestRules> | undefined
  readonly asked: string
}

// Who is asked: M the manager, D the delegate, A the one above, and + for administrators. Written out by hand.
const rows: readonly Row[] = [
  { manager: {}, delegate: {}, above: {}, asked: 'MD' },
  { manager: {}, above: {}, asked: 'M' },
  { manager: {}, above: {}, hours: 4, asked: 'MA' },
  { manager: {}, delegate: {}, above: {}, hours: 4, asked: 'MDA' },
  { manager: away, delegate: {}, above: {}, asked: 'MD' },
  { manager: away, above: {}, asked: 'MA' },
  { manager: away, delegate: gone, above: {}, asked: 'MA' },
  { manager: away, above: gone, asked: 'M+' },
  { manager: away, asked: 'M+' },
  { manager: gone, delegate: {}, above: {}, asked: 'D' },
  { manager: gone, above: {}, asked: 'A' },
  { manager: gone, asked: '+' },
  { asked: '+' },
  { manager: {}, delegate: {}, above: {}, isDual: true, asked: 'MDA+' },
  { manager: {}, delegate: {}, above: {}, rules: { reviewers: ['manager'] }, asked: 'M' },
  { manager: away, delegate: {}, above: {}, rules: { reviewers: ['manager', 'managersManager'] }, asked: 'MA' },
  { manager: {}, delegate: {}, above: {}, rules: { reviewers: ['administrator'] }, asked: '+' },
  { manager: {}, above: {}, hours: 2, rules: { escalationDelayInHours: 2 }, asked: 'MA' },
]

describe('who is asked to review', () => {
  it.each(rows)(
    '$asked where manager $manager, delegate $delegate, above $above, after $hours h, dual $isDual, $rules',
    (row) => {
      expect(askedOf(row)).toBe(row.asked)
    },
  )

  it.each(rows.filter(({ hours }) => hours))('is not escalated a millisecond before $hours hours', (row) => {
    expect(askedOf({ ...row, hours: row.hours && row.hours - 1 / hourMs })).not.toContain('A')
  })

  it('is never the person, under whatever relation, nor who opened it, nor who has approved it', () => {
    const manager = member('mona')
    const above = member('max')
    const self: Organisation = {
      person: rhea,
      manager: { ...rhea, displayName: 'Manager' },
      delegate: rhea,
      managersManager: rhea,
    }
    const rules = { rules: defaultRequestRules, needsTwo: true, nowMs: startMs }
    expect(reviewersOf(self, aRequest('awaitingReview'), rules)).toEqual({ people: [], isOpenToAdministrators: true })
    const of = (change: Parameters<typeof aRequest>[1]) =>
      reviewersOf({ person: rhea, manager, managersManager: above }, aRequest('awaitingReview', change), rules).people
    expect(of({})).toEqual([manager, above])
    expect(of({ opener: { id: 'mona' } })).toEqual([above])
    // Not known to be another person, and so perhaps the same.
    expect(of({ opener: { id: 'mona', incarnation: 'before' } })).toEqual([above])
    const another = { ...manager, incarnation: 'after' }
    const organisation = { person: rhea, manager: another, managersManager: above }
    const openedBefore = aRequest('awaitingReview', { opener: { id: 'mona', incarnation: 'before' } })
    expect(reviewersOf(organisation, openedBefore, rules).people).toEqual([another, above])
    const approval = { reviewer: { id: 'max' }, atMs: startMs, justification: 'Yes', digest: '' }
    expect(of({ approvals: [approval] })).toEqual([manager])
  })

  it('is nobody twice', () => {
    const mona = member('mona')
    const organisation = { person: rhea, manager: mona, delegate: mona, managersManager: mona }
    const { people } = reviewersOf(organisation, aRequest('awaitingReview'), {
      rules: defaultRequestRules,
      needsTwo: true,
      nowMs: startMs,
    })
    expect(people).toEqual([mona])
  })
})

function askedOf({ manager, delegate, above, hours = 0, isDual = false, rules = {} }: Row): string {
  const organisation = {
    person: rhea,
    manager: manager && member('M', manager),
    delegate: delegate && member('D', delegate),
    managersManager: above && member('A', above),
  }
  const nowMs = startMs + hours * hourMs
  const asked = { rules: { ...defaultRequestRules, ...rules }, needsTwo: isDual, nowMs }
  const { people, isOpenToAdministrators } = reviewersOf(organisation, aRequest('awaitingReview'), asked)
  return people.map(({ id }) => id).join('') + (isOpenToAdministrators ? '+' : '')
}
