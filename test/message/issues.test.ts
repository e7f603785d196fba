import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expected, unknownProperty, wrongType } from '../../adapters/graph/fields.js'
import { readPassBody } from '../../adapters/graph/read-pass.js'
import { createSignInHandler } from '../../adapters/http/sign-in-handler.js'
import type { InputIssue } from '../../src/core/input/input-issue.js'
import { englishTexts } from '../../src/core/message/english.js'
import { formatMessage } from '../../src/core/message/format-message.js'
import { parsePolicyPatch } from '../../src/core/policy/parse.js'
import { InvalidInputError } from '../../src/errors.js'
import { readCircumstances } from '../../src/kernel/sign-in-input.js'
import { stubTap } from '../adapters/http/stub-tap.js'
import { hostile } from '../support/hostile.js'
import { withoutEnglish } from './without-english.js'

const canary = 'canary-K7MQ-Z3XW'

/** Id and parameters are enough to write the English sentence again. */
function expectRebuildable(issues: readonly InputIssue<string>[]): void {
  for (const issue of issues) {
    expect(formatMessage(withoutEnglish(issue), 'en', { en: englishTexts })).toBe(issue.message)
    expect(issue.messageParameters['field']).toBe(issue.field)
  }
}

describe('the issues of an input', () => {
  it('have an id and parameters for every hostile policy', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('state', 'issuing', 'defaultLength', 'x'), hostile), (patch) => {
        const parsed = parsePolicyPatch(patch)
        if (!parsed.ok) expectRebuildable(parsed.issues)
      }),
    )
  })

  it('have an id and parameters in the Graph adapter', () => {
    expectRebuildable([wrongType('id', expected.constant('TemporaryAccessPass')), unknownProperty('x')])
    const fields = new Map<string, unknown>([
      ['lifetimeInMinutes', 'x'],
      ['isUsableOnce', 1],
      ['other', 1],
    ])
    expectRebuildable(issuesOf(() => readPassBody(fields)))
  })

  it('have an id and parameters in the HTTP adapter, without the values that were sent', async () => {
    const handler = createSignInHandler(stubTap())
    for (const body of [{ user: 7, code: [canary] }, { user: 'ada' }, { user: 'ada', code: 'x', [canary]: canary }]) {
      const request = new Request('https://login.example/', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      const text = await (await handler(request)).text()
      expect(text).not.toContain(canary)
      expectRebuildable(JSON.parse(text).issues)
    }
  })

  it('do not repeat a client binding or an attempt id', () => {
    const input = { clientBinding: [canary], attemptId: canary.slice(0, 9), surface: 'browser' }
    const issues = issuesOf(() => readCircumstances(input, 't'))
    expect(issues.map(({ field }) => field)).toEqual(['clientBinding', 'attemptId'])
    expect(JSON.stringify(issues)).not.toContain('canary')
    expectRebuildable(issues)
  })
})

function issuesOf(call: () => unknown): readonly InputIssue<string>[] {
  try {
    call()
  } catch (error) {
    if (error instanceof InvalidInputError) return error.issues
    throw error
  }
  throw new Error('not refused')
}
