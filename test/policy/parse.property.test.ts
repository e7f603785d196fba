import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePolicyPatch } from '../../src/core/policy/parse.js'
import { entraPolicy } from '../../src/core/policy/presets.js'
import { hostile, hostileMakers } from '../support/hostile.js'
import { policies } from '../support/policies.js'

const field = fc.constantFrom(...Object.keys(entraPolicy), '__proto__', 'constructor', 'toString')

describe('parsePolicyPatch', () => {
  it('gives back every policy that is within bounds', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        expect(parsePolicyPatch(policy)).toEqual({ ok: true, patch: policy })
      }),
    )
  })

  it('never throws, and answers issues for whatever is hostile', () => {
    fc.assert(
      fc.property(hostile, (make) => {
        const parsed = parsePolicyPatch(make())
        if (parsed.ok) expect(Object.isFrozen(parsed.patch)).toBe(true)
        else expect(parsed.issues.length).toBeGreaterThan(0)
      }),
    )
  })

  it('answers issues for every hostile value known, alone and as a field', () => {
    for (const make of hostileMakers) {
      for (const name of Object.keys(entraPolicy)) expect(parsePolicyPatch({ [name]: make() }).ok).toBe(false)
      const alone = parsePolicyPatch(make())
      expect(alone.ok ? Object.keys(alone.patch) : []).toEqual([])
    }
  })

  it('never throws for a hostile value in a field, and names that field', () => {
    fc.assert(
      fc.property(field, hostile, (name, make) => {
        const parsed = parsePolicyPatch({ defaultLength: 12, [name]: make() })
        if (parsed.ok) return
        for (const issue of parsed.issues) expect(issue.field.startsWith(name)).toBe(true)
      }),
    )
  })

  it('writes messages of one bounded line, whatever it was given', () => {
    fc.assert(
      fc.property(field, fc.string({ unit: 'binary', maxLength: 100 }), (name, text) => {
        const parsed = parsePolicyPatch({ [name]: text, [text]: text })
        for (const { field: told, message } of parsed.ok ? [] : parsed.issues) {
          expect(told.length).toBeLessThanOrEqual(64)
          expect(message.length).toBeLessThanOrEqual(160)
          expect(`${told}${message}`).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Surrogate}]/u)
        }
      }),
    )
  })

  it('reads every field once, so a getter cannot pass the check and then answer something else', () => {
    let reads = 0
    const input = {
      get defaultLength() {
        reads += 1
        return reads === 1 ? 8 : 1
      },
    }
    expect(parsePolicyPatch(input)).toEqual({ ok: true, patch: { defaultLength: 8 } })
    expect(reads).toBe(1)
  })

  it('still reports the other fields when one throws as it is read', () => {
    const input = {
      state: 'on',
      get alphabet(): string {
        throw new Error('not for you')
      },
    }
    const parsed = parsePolicyPatch(input)
    expect(parsed).toMatchObject({
      ok: false,
      issues: [
        { code: 'range', field: 'state', message: 'must be "enabled" or "disabled", not "on"' },
        {
          code: 'type',
          field: 'alphabet',
          message: 'must be "crockford", "mixed" or "digits", not something that cannot be read',
        },
      ],
    })
  })
})
