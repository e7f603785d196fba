import { describe, expect, it } from 'vitest'
import { messageText } from '../../src/core/message/english.js'
import { policyBounds } from '../../src/core/policy/bounds.js'
import { parsePolicyPatch } from '../../src/core/policy/parse.js'
import { entraPolicy } from '../../src/core/policy/presets.js'
import { fullPolicy, thawed } from '../support/policies.js'

const { registrableCredentials, issuing } = entraPolicy
const guid = 'ee882879-721c-4913-9775-3dfcce97072a'

describe('every number within a field', () => {
  for (const [field, { minimum, maximum, unit }] of Object.entries(policyBounds).filter(([name]) =>
    name.includes('.'),
  )) {
    it(`${field} is taken at ${minimum} and at ${maximum} ${unit}, and refused by its path beyond`, () => {
      for (const value of [minimum, maximum]) expect(issuesOf(patchWith(field, value))).toEqual([])
      for (const value of [minimum - 1, maximum + 1, -minimum]) {
        const issues = issuesOf(patchWith(field, value))
        expect(issues).toMatchObject([{ code: 'range', field, minimum, maximum }])
        expect(issues[0]?.message).toContain(`a whole number of ${unit}`)
      }
      for (const value of [null, `${minimum}`, minimum + 0.5, NaN, Infinity, [minimum]]) {
        expect(issuesOf(patchWith(field, value))).toMatchObject([{ code: 'type', field }])
      }
    })
  }
})

describe('registrableCredentials', () => {
  it('has 1 to 16 types of 1 to 64 well-formed characters', () => {
    const sixteen = Array.from({ length: 16 }, (_, index) => String.fromCharCode(97 + index).repeat(64))
    for (const types of [['a'], ['passkey', 'smart card', '\u{1F600}'], sixteen]) {
      expect(issuesOf({ registrableCredentials: { types, maximum: 1 } })).toEqual([])
    }
    for (const types of [[], [...sixteen, 'x']]) {
      expect(issuesOf({ registrableCredentials: { types, maximum: 1 } })).toMatchObject([
        { code: 'range', field: 'registrableCredentials.types', minimum: 1, maximum: 16 },
      ])
    }
    for (const type of ['', 'a'.repeat(65), 'a\ud800']) {
      expect(issuesOf({ registrableCredentials: { types: ['passkey', type], maximum: 1 } })).toMatchObject([
        { code: 'range', field: 'registrableCredentials.types[1]', minimum: 1, maximum: 64 },
      ])
    }
  })

  it('has no type twice, and names the second', () => {
    expect(issuesOf({ registrableCredentials: { types: ['a', 'b', 'a', 'A'], maximum: 1 } })).toEqual([
      {
        code: 'range',
        field: 'registrableCredentials.types[2]',
        message: 'must be text of 1 to 64 well-formed characters, unlike the others, not "a"',
        messageId: 'input.expected',
        messageParameters: {
          field: 'registrableCredentials.types[2]',
          expected: messageText('expected.credentialType', { minimum: 1, maximum: 64 }),
          given: messageText('value.quoted', { text: 'a' }),
        },
        minimum: 1,
        maximum: 64,
      },
    ])
  })

  it('keeps model ids in lower case, however they were typed', () => {
    const parsed = parsePolicyPatch({
      registrableCredentials: { ...registrableCredentials, aaguids: [guid.toUpperCase()] },
    })
    expect(parsed).toMatchObject({ ok: true, patch: { registrableCredentials: { aaguids: [guid] } } })
  })

  it('refuses what is no GUID, no GUID at all, and more than a thousand', () => {
    for (const aaguid of [
      '',
      'passkey',
      guid.slice(1),
      `{${guid}}`,
      ` ${guid}`,
      `${guid}\n`,
      guid.replaceAll('-', ''),
    ]) {
      expect(
        issuesOf({ registrableCredentials: { ...registrableCredentials, aaguids: [guid, aaguid] } }),
      ).toMatchObject([{ code: 'range', field: 'registrableCredentials.aaguids[1]' }])
    }
    for (const aaguids of [[], new Array(1_001).fill(guid)]) {
      expect(issuesOf({ registrableCredentials: { ...registrableCredentials, aaguids } })).toMatchObject([
        { code: 'range', field: 'registrableCredentials.aaguids', minimum: 1, maximum: 1_000 },
      ])
    }
    expect(issuesOf({ registrableCredentials: { ...registrableCredentials, aaguids: null } })).toMatchObject([
      { code: 'type', field: 'registrableCredentials.aaguids' },
    ])
  })
})

describe('issuing.dualControl', () => {
  it('names people, groups, and the class of the privileged', () => {
    const dualControl = [
      { targetType: 'privileged' },
      { targetType: 'group', id: 'all_users' },
      { targetType: 'user', id: 'ada' },
    ]
    expect(parsePolicyPatch({ issuing: { ...issuing, dualControl } })).toEqual({
      ok: true,
      patch: { issuing: { ...issuing, dualControl } },
    })
  })

  it.each([
    [[{ targetType: 'privileged', id: 'ada' }], 'issuing.dualControl[0].id'],
    [[{ targetType: 'group' }], 'issuing.dualControl[0].id'],
    [[{ targetType: 'role', id: 'x' }], 'issuing.dualControl[0].targetType'],
    [Array.from({ length: 101 }, () => ({ targetType: 'privileged' })), 'issuing.dualControl'],
    ['privileged', 'issuing.dualControl'],
  ])('refuses %j and names the field', (dualControl, field) => {
    expect(issuesOf({ issuing: { ...issuing, dualControl } }).map((issue) => issue.field)).toEqual([field])
  })
})

describe('issuing', () => {
  it('takes a class of sign-in that a header can carry as one word, and no other', () => {
    for (const acr of ['1', 'aal2', 'urn:mace:incommon:iap:silver', '"\\', 'x'.repeat(128)]) {
      expect(issuesOf({ issuing: { ...issuing, acr } })).toEqual([])
    }
    for (const acr of ['', 'x'.repeat(129), 'aal1 aal2', 'aal2\n', 'ä']) {
      expect(issuesOf({ issuing: { ...issuing, acr } })).toMatchObject([{ code: 'range', field: 'issuing.acr' }])
    }
    expect(issuesOf({ issuing: { ...issuing, acr: null } })).toMatchObject([{ code: 'type', field: 'issuing.acr' }])
  })

  it('is told as a whole: what is left out and may not be is named', () => {
    expect(issuesOf({ issuing: {} }).map(({ field }) => field)).toEqual([
      'issuing.isJustificationRequired',
      'issuing.isTicketRequired',
      'issuing.isSelfIssueAllowed',
      'issuing.maximumPerHour',
    ])
  })

  it('names fields that are not known by their path', () => {
    const maximumPerHour = { actor: 1, network: 2 }
    expect(issuesOf({ issuing: { ...issuing, isAllowed: true, maximumPerHour } })).toMatchObject([
      { code: 'unknownField', field: 'issuing.maximumPerHour.network' },
      { code: 'unknownField', field: 'issuing.isAllowed' },
    ])
  })
})

describe('tenants and targets', () => {
  it('are named by their index', () => {
    const patch = { trustedTenants: ['a', '', 7], registrationTargets: [{ targetType: 'device', id: 'a' }] }
    expect(issuesOf(patch)).toMatchObject([
      {
        code: 'range',
        field: 'registrationTargets[0].targetType',
        message: 'must be "user" or "group", not "device"',
      },
      { code: 'range', field: 'trustedTenants[1]', minimum: 1, maximum: 512 },
      { code: 'type', field: 'trustedTenants[2]' },
    ])
    expect(issuesOf({ trustedTenants: new Array(1_001).fill('a') })).toMatchObject([
      { code: 'range', field: 'trustedTenants', minimum: 0, maximum: 1_000 },
    ])
  })
})

describe('a patch with fields in fields', () => {
  it('is taken when every list is full', () => {
    const full = fullPolicy(entraPolicy)
    expect(parsePolicyPatch(full)).toEqual({ ok: true, patch: full })
  })

  it('comes back frozen to the last list', () => {
    const parsed = parsePolicyPatch(structuredClone(fullPolicy(entraPolicy)))
    if (!parsed.ok) throw new Error('The patch was refused')
    expect(thawed(parsed.patch)).toEqual([])
  })
})

function patchWith(path: string, value: unknown): unknown {
  const [field = '', name = '', inner] = path.split('.')
  const whole = field === 'issuing' ? issuing : registrableCredentials
  return { [field]: { ...whole, [name]: inner === undefined ? value : { [inner]: value } } }
}

function issuesOf(input: unknown): readonly { code: string; field: string; message: string }[] {
  const parsed = parsePolicyPatch(input)
  return parsed.ok ? [] : parsed.issues
}
