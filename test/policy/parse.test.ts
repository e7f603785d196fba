import { describe, expect, it } from 'vitest'
import { policyBounds } from '../../src/core/policy/bounds.js'
import { parsePolicyPatch } from '../../src/core/policy/parse.js'

describe('every number of a policy', () => {
  for (const [field, { minimum, maximum, unit }] of Object.entries(policyBounds).filter(
    ([name]) => !name.includes('.'),
  )) {
    it(`${field} is taken at ${minimum} and at ${maximum} ${unit}`, () => {
      for (const value of [minimum, maximum]) {
        expect(parsePolicyPatch({ [field]: value })).toEqual({ ok: true, patch: { [field]: value } })
      }
    })

    it(`${field} is refused one below and one above, with its bounds and the value in the message`, () => {
      for (const value of [minimum - 1, maximum + 1, -0, -minimum, 1e300]) {
        const [issue, ...more] = issuesOf({ [field]: value })
        expect(more).toEqual([])
        expect(issue).toMatchObject({ code: 'range', field, minimum, maximum })
        expect(issue?.message).toContain(unit)
        expect(issue?.message).toContain(`not ${value}`)
      }
    })

    it(`${field} is refused unless it is a whole number`, () => {
      const values = [NaN, Infinity, -Infinity, minimum + 0.5, `${minimum}`, '', BigInt(minimum), null, true, [minimum]]
      for (const value of [...values, {}, Object(minimum), Symbol('ten'), () => minimum, new Date(minimum)]) {
        expect(issuesOf({ [field]: value })).toMatchObject([{ code: 'type', field, minimum, maximum }])
      }
    })
  }
})

describe('every choice of a policy', () => {
  const choices: { readonly [field: string]: readonly unknown[] } = {
    state: ['enabled', 'disabled'],
    isUsableOnce: [true, false],
    alphabet: ['crockford', 'mixed', 'digits'],
    spendOn: ['signIn', 'registration'],
    countsAs: ['singleFactor', 'multiFactor'],
  }

  for (const [field, values] of Object.entries(choices)) {
    it(`${field} takes ${values.join(', ')} and names what else it was given`, () => {
      for (const value of values)
        expect(parsePolicyPatch({ [field]: value })).toEqual({ ok: true, patch: { [field]: value } })
      for (const value of [null, 0, 1, 'Enabled', 'toString', '__proto__', '', [], {}]) {
        const issues = issuesOf({ [field]: value })
        expect(issues).toHaveLength(1)
        expect(issues[0]?.field).toBe(field)
        if (typeof value === 'number' || value === null) expect(issues[0]).toMatchObject({ code: 'type' })
        if (typeof value === 'string') expect(issues[0]?.message).toContain(`not "${value}"`)
      }
    })
  }

  it('says what it may be', () => {
    const issues = issuesOf({ spendOn: 'never', countsAs: 'threeFactors' })
    expect(issues).toMatchObject([
      { code: 'range', field: 'spendOn', message: 'must be "signIn" or "registration", not "never"' },
      {
        code: 'range',
        field: 'countsAs',
        message: 'must be "singleFactor" or "multiFactor", not "threeFactors"',
      },
    ])
  })
})

describe('targets', () => {
  const ada = { targetType: 'user', id: 'ada' } as const

  it('are taken as they are, in order', () => {
    const includeTargets = [ada, { targetType: 'group', id: 'all_users' }, { targetType: 'group', id: ' 日本 ' }]
    expect(parsePolicyPatch({ includeTargets, excludeTargets: [] })).toEqual({
      ok: true,
      patch: { includeTargets, excludeTargets: [] },
    })
  })

  it('are at most 1,000, however long the list is', () => {
    const thousand = Array.from({ length: 1_000 }, () => ada)
    expect(parsePolicyPatch({ includeTargets: thousand }).ok).toBe(true)
    for (const tooMany of [[...thousand, ada], new Array(2 ** 32 - 1)]) {
      expect(issuesOf({ excludeTargets: tooMany })).toMatchObject([
        { code: 'range', field: 'excludeTargets', minimum: 0, maximum: 1_000 },
      ])
    }
  })

  it('have ids of 1 to 512 well-formed characters', () => {
    for (const id of ['a', 'a'.repeat(512), '\u{1F600}'.repeat(256)]) {
      expect(parsePolicyPatch({ includeTargets: [{ targetType: 'user', id }] }).ok).toBe(true)
    }
    for (const id of ['', 'a'.repeat(513), 'a\ud800', '\udc00a']) {
      expect(issuesOf({ includeTargets: [ada, { targetType: 'user', id }] })).toMatchObject([
        { code: 'range', field: 'includeTargets[1].id', minimum: 1, maximum: 512 },
      ])
    }
    for (const id of [null, undefined, 7, [], {}]) {
      expect(issuesOf({ includeTargets: [{ targetType: 'user', id }] })).toMatchObject([
        { code: 'type', field: 'includeTargets[0].id' },
      ])
    }
  })

  it('name the entry and the field that is wrong', () => {
    expect(
      issuesOf({
        excludeTargets: [
          ada,
          'bob',
          { targetType: 'unknownFutureValue', id: 'x' },
          { ...ada, isRegistrationRequired: true },
        ],
      }),
    ).toMatchObject([
      { code: 'type', field: 'excludeTargets[1]' },
      {
        code: 'range',
        field: 'excludeTargets[2].targetType',
        message: 'must be "user" or "group", not "unknownFutureValue"',
      },
      { code: 'unknownField', field: 'excludeTargets[3].isRegistrationRequired' },
    ])
  })

  it('are a list and nothing that looks like one', () => {
    for (const value of [null, ada, 'all_users', { length: 0 }, new Set([ada])]) {
      expect(issuesOf({ includeTargets: value })).toMatchObject([{ code: 'type', field: 'includeTargets' }])
    }
  })
})

describe('a patch', () => {
  it('reports everything that is wrong with it at once', () => {
    const fields = issuesOf({
      state: 'on',
      minimumLifetimeInMinutes: 5,
      maximumLifetimeInMinutes: '60',
      isUsableOnce: null,
      defaultLength: 49,
      includeTargets: [{ targetType: 'user' }],
      lifetime: 60,
      isEnabled: true,
    }).map(({ code, field }) => `${field}: ${code}`)
    expect(fields.sort()).toEqual([
      'defaultLength: range',
      'includeTargets[0].id: type',
      'isEnabled: unknownField',
      'isUsableOnce: type',
      'lifetime: unknownField',
      'maximumLifetimeInMinutes: type',
      'minimumLifetimeInMinutes: range',
      'state: range',
    ])
  })

  it('keeps a field that is undefined or inherited as it was', () => {
    expect(parsePolicyPatch({ state: undefined, defaultLength: 12 })).toEqual({
      ok: true,
      patch: { defaultLength: 12 },
    })
    const parsed = parsePolicyPatch(Object.create({ state: 'enabled' }))
    expect(parsed).toEqual({ ok: true, patch: {} })
    expect(parsed.ok && Object.keys(parsed.patch)).toEqual([])
  })

  it('is an object: anything else is one issue about the whole', () => {
    for (const value of [undefined, null, 7, 'state', [], () => ({}), true]) {
      expect(issuesOf(value)).toMatchObject([{ code: 'type', field: 'patch' }])
    }
  })

  it('comes back as a frozen copy that later changes to the input do not reach', () => {
    const target = { targetType: 'user', id: 'ada' }
    const input = { includeTargets: [target], defaultLength: 10 }
    const parsed = parsePolicyPatch(input)
    target.id = 'eve'
    input.includeTargets.push({ targetType: 'user', id: 'mallory' })
    input.defaultLength = 8
    if (!parsed.ok) throw new Error('The patch was refused')
    const { patch } = parsed
    expect(patch).toEqual({ includeTargets: [{ targetType: 'user', id: 'ada' }], defaultLength: 10 })
    expect([patch, patch.includeTargets, patch.includeTargets?.[0]].every(Object.isFrozen)).toBe(true)
  })

  it('names unknown fields, hidden ones too, on one clean line', () => {
    const input = JSON.parse('{"__proto__": {"state": "enabled"}, "constructor": 1, "sta\\nte\\u202e": 2}')
    expect(issuesOf(input).map(({ field }) => field)).toEqual(['__proto__', 'constructor', 'state'])
  })
})

function issuesOf(input: unknown): readonly { code: string; field: string; message: string }[] {
  const parsed = parsePolicyPatch(input)
  return parsed.ok ? [] : parsed.issues
}
