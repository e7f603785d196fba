import { expect, it } from 'vitest'
import type { Commits } from '../../src/kernel/sent-writes.js'
import { createSentWrites } from '../../src/kernel/sent-writes.js'

const others = ['o1', 'o2', 'o3', 'o4', 'o5', 'o6', 'o7', 'o8']

function document(revision: string, ids: readonly string[] = [], pinned?: string): Commits {
  return { revision, ids, pinned }
}

/** A call whose one write replaces the document `r1`. */
function sentOn(...ids: readonly string[]) {
  const sent = createSentWrites<string>()
  sent.add('own', 'decided', document('r1', ids))
  return sent
}

it('a write is found by its id, among the last ones or as the one that ended the pass', () => {
  const sent = sentOn()
  expect(sent.find(document('r2', ['own', 'o1']))).toEqual({ value: 'decided' })
  expect(sent.find(document('r2', others, 'own'))).toEqual({ value: 'decided' })
  expect(sent.find(document('r2', others))).toBeUndefined()
  expect(sent.find(undefined)).toBeUndefined()
})

it.each([
  ['the document has room for more ids', document('r2', others.slice(1))],
  ['the id before it is still there', document('r2', ['before', ...others.slice(1)])],
  ['the document has not changed', document('r1', others)],
])('a write is certainly not stored while %s', (_, current) => {
  expect(sentOn('before').isAnyForgotten(current)).toBe(false)
})

it.each([
  ['the document is full, and the id before it is gone', ['before'], document('r2', others)],
  ['the document is full, and there was no id before it', [], document('r2', others)],
  ['the document is unreadable', ['before'], undefined],
])('nobody can tell whether a write is stored when %s', (_, ids, current) => {
  expect(sentOn(...ids).isAnyForgotten(current)).toBe(true)
})

it('a write that was seen not to be stored never will be, because its revision does not come back', () => {
  const sent = sentOn('before')
  sent.note(document('r2', ['before', 'o1']))
  expect(sent.isAnyForgotten(document('r3', others))).toBe(false)
  expect(sent.isEmpty()).toBe(false)
})

it('a write that may still arrive stays open', () => {
  const sent = sentOn('before')
  sent.note(document('r1', ['before']))
  expect(sent.isAnyForgotten(document('r3', others))).toBe(true)
})

it('a write that was seen stays open, because its id may be pushed out next', () => {
  const sent = sentOn('before')
  sent.note(document('r2', ['before', 'own']))
  expect(sent.isAnyForgotten(document('r3', others))).toBe(true)
})

it('a write that the store has refused is taken back', () => {
  const sent = sentOn('before')
  sent.remove('own')
  expect([sent.isEmpty(), sent.isAnyForgotten(document('r2', others))]).toEqual([true, false])
})
