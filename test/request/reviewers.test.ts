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
  readonly reviewers: string
}

// M: the manager. D: the delegate. A: the manager's manager. +: administrators. Every row is written by hand.
const rows: readonly Row[] = [
  { manager: {}, delegate: {}, above: {}, reviewers: 'MD' },
  { manager: {}, above: {}, reviewers: 'M' },
  { manager: {}, above: {}, hours: 4, reviewers: 'MA' },
  { manager: {}, delegate: {}, above: {}, hours: 4, reviewers: 'MDA' },
  { manager: away, delegate: {}, above: {}, reviewers: 'MD' },
  { manager: away, above: {}, reviewers: 'MA' },
  { manager: away, delegate: gone, above: {}, reviewers: 'MA' },
  { manager: away, above: gone, reviewers: 'M+' },
  { manager: away, reviewers: 'M+' },
  { manager: gone, delegate: {}, above: {}, reviewers: 'D' },
  { manager: gone, above: {}, reviewers: 'A' },
  { manager: gone, reviewers: '+' },
  { reviewers: '+' },
  { manager: {}, delegate: {}, above: {}, isDual: true, reviewers: 'MDA+' },
  { manager: {}, delegate: {}, above: {}, rules: { reviewers: ['manager'] }, reviewers: 'M' },
  { manager: away, delegate: {}, above: {}, rules: { reviewers: ['manager', 'managersManager'] }, reviewers: 'MA' },
  { manager: {}, delegate: {}, above: {}, rules: { reviewers: ['administrator'] }, reviewers: '+' },
  { manager: {}, above: {}, hours: 2, rules: { escalationDelayInHours: 2 }, reviewers: 'MA' },
]

describe('the reviewers of a request', () => {
  it.each(rows)(
    'are $reviewers: manager $manager, delegate $delegate, above $above, $hours h, dual $isDual, $rules',
    (row) => {
      expect(reviewersIn(row)).toBe(row.reviewers)
    },
  )

  it.each(rows.filter(({ hours }) => hours))(
    'do not include the manager’s manager a millisecond before $hours hours',
    (row) => {
      expect(reviewersIn({ ...row, hours: row.hours && row.hours - 1 / hourMs })).not.toContain('A')
    },
  )

  it('never include the user, the opener, or a reviewer who has approved', () => {
    const manager = member('mona')
    const above = member('max')
    const self: Organisation = {
      user: rhea,
      manager: { ...rhea, displayName: 'Manager' },
      delegate: rhea,
      managersManager: rhea,
    }
    const rules = { rules: defaultRequestRules, needsTwo: true, nowMs: startMs }
    expect(reviewersOf(self, aRequest('awaitingReview'), rules)).toEqual({
      reviewers: [],
      isOpenToAdministrators: true,
    })
    const of = (change: Parameters<typeof aRequest>[1]) =>
      reviewersOf({ user: rhea, manager, managersManager: above }, aRequest('awaitingReview', change), rules).reviewers
    expect(of({})).toEqual([manager, above])
    expect(of({ opener: { id: 'mona' } })).toEqual([above])
    // Without an incarnation, Mona may be the user who opened the request.
    expect(of({ opener: { id: 'mona', incarnation: 'before' } })).toEqual([above])
    const another = { ...manager, incarnation: 'after' }
    const organisation = { user: rhea, manager: another, managersManager: above }
    const openedBefore = aRequest('awaitingReview', { opener: { id: 'mona', incarnation: 'before' } })
    expect(reviewersOf(organisation, openedBefore, rules).reviewers).toEqual([another, above])
    const approval = { reviewer: { id: 'max' }, atMs: startMs, justification: 'Yes', digest: '' }
    expect(of({ approvals: [approval] })).toEqual([manager])
  })

  it('contain each user once', () => {
    const mona = member('mona')
    const organisation = { user: rhea, manager: mona, delegate: mona, managersManager: mona }
    const { reviewers } = reviewersOf(organisation, aRequest('awaitingReview'), {
      rules: defaultRequestRules,
      needsTwo: true,
      nowMs: startMs,
    })
    expect(reviewers).toEqual([mona])
  })
})

function reviewersIn({ manager, delegate, above, hours = 0, isDual = false, rules = {} }: Row): string {
  const organisation = {
    user: rhea,
    manager: manager && member('M', manager),
    delegate: delegate && member('D', delegate),
    managersManager: above && member('A', above),
  }
  const nowMs = startMs + hours * hourMs
  const circumstances = { rules: { ...defaultRequestRules, ...rules }, needsTwo: isDual, nowMs }
  const { reviewers, isOpenToAdministrators } = reviewersOf(organisation, aRequest('awaitingReview'), circumstances)
  return reviewers.map(({ id }) => id).join('') + (isOpenToAdministrators ? '+' : '')
}
