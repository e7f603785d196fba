import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ServiceActor } from '../../src/core/access/actor.js'
import { isSameUser, mayAsk, parseActor } from '../../src/core/access/authorize.js'
import type { Permission } from '../../src/core/access/permission.js'
import { hostile, hostileMakers } from '../support/hostile.js'

const verbs: readonly Permission[] = [
  'policy.get',
  'policy.update',
  'policy.reset',
  'passes.create',
  'passes.get',
  'passes.list',
  'passes.delete',
  'users.explain',
  'users.unlock',
  'users.forget',
]

describe('mayAsk', () => {
  const caller = { kind: 'user', user: { id: 'ada', isEnabled: true } } as const
  const program = (permissions: readonly Permission[]): ServiceActor => ({ kind: 'app', id: 'hr', permissions })

  it('requires that a program has exactly the permission of the call', () => {
    for (const permission of verbs) {
      expect(mayAsk({ permission, actor: program([permission]) }, undefined)).toBe(true)
      expect(mayAsk({ permission, actor: program(verbs.filter((other) => other !== permission)) }, undefined)).toBe(
        false,
      )
      expect(mayAsk({ permission, actor: { ...program([]), kind: 'system' } }, undefined)).toBe(false)
    }
  })

  it('gives a program nothing for the permissions of a token', () => {
    expect(mayAsk({ permission: 'users.unlock', actor: program([]) }, ['users.unlock'])).toBe(false)
  })

  it('requires the permission in a delegated token, and nothing of a user without a token', () => {
    for (const permission of verbs) {
      expect(mayAsk({ permission, actor: caller }, undefined)).toBe(true)
      expect(mayAsk({ permission, actor: caller }, [permission])).toBe(true)
      expect(mayAsk({ permission, actor: caller }, [])).toBe(false)
      expect(
        mayAsk(
          { permission, actor: caller },
          verbs.filter((other) => other !== permission),
        ),
      ).toBe(false)
    }
  })
})

describe('isSameUser', () => {
  it('compares id and incarnation, and ignores all other fields', () => {
    const ada = { id: 'ada', isEnabled: true }
    expect(isSameUser(ada, { id: 'ada', isEnabled: false, userPrincipalName: 'other@example.test' })).toBe(true)
    expect(isSameUser(ada, { ...ada, id: 'Ada' })).toBe(false)
    expect(isSameUser(ada, { ...ada, id: 'bob' })).toBe(false)
    expect(isSameUser({ ...ada, incarnation: '1' }, { ...ada, incarnation: '1' })).toBe(true)
    expect(isSameUser({ ...ada, incarnation: '1' }, { ...ada, incarnation: '2' })).toBe(false)
    expect(isSameUser({ ...ada, incarnation: '1' }, ada)).toBe(false)
  })
})

describe('parseActor', () => {
  it('accepts each kind of actor', () => {
    for (const actor of [
      { kind: 'user', user: 'ada' },
      { kind: 'user', user: 'ada', permissions: [] },
      { kind: 'user', user: 'ada', permissions: ['passes.create', 'users.explain'] },
      { kind: 'app', id: 'help-desk', permissions: verbs },
      { kind: 'system', id: 'x'.repeat(512), permissions: [] },
    ]) {
      expect(parseActor(actor)).toEqual({ ok: true, actor })
    }
    expect(parseActor({ kind: 'user', user: 'ada', permissions: undefined })).toMatchObject({ ok: true })
  })

  it('returns a frozen copy that later changes do not reach', () => {
    const permissions: Permission[] = ['users.explain']
    const input = { kind: 'app', id: 'hr', permissions }
    const parsed = parseActor(input)
    permissions.push('passes.create')
    input.id = 'root'
    if (!parsed.ok) throw new Error('The actor was refused')
    expect(parsed.actor).toEqual({ kind: 'app', id: 'hr', permissions: ['users.explain'] })
    expect(Object.isFrozen(parsed.actor) && Object.isFrozen(parsed.actor.permissions)).toBe(true)
  })

  it('refuses an unknown permission, because it may be misspelt', () => {
    for (const permission of ['passes.Create', 'passes.*', '*', 'toString', '__proto__', '', 'passes.create ']) {
      expect(issuesOf({ kind: 'app', id: 'hr', permissions: ['users.explain', permission] })).toMatchObject([
        { code: 'range', field: 'actor.permissions[1]' },
      ])
    }
    for (const permission of [null, undefined, 7, ['users.explain'], { explain: true }]) {
      expect(issuesOf({ kind: 'app', id: 'hr', permissions: [permission] })).toMatchObject([
        { code: 'type', field: 'actor.permissions[0]' },
      ])
    }
  })

  it('requires permissions of every program, as a list of at most 100', () => {
    for (const permissions of [
      undefined,
      null,
      'users.explain',
      { 0: 'users.explain', length: 1 },
      new Set(['users.explain']),
    ]) {
      expect(issuesOf({ kind: 'app', id: 'hr', permissions })).toMatchObject([
        { code: 'type', field: 'actor.permissions' },
      ])
    }
    expect(issuesOf({ kind: 'app', id: 'hr', permissions: new Array(101).fill('users.explain') })).toMatchObject([
      { code: 'range', field: 'actor.permissions', maximum: 100 },
    ])
    expect(issuesOf({ kind: 'user', user: 'ada', permissions: null })).toMatchObject([{ code: 'type' }])
  })

  it('requires names of 1 to 512 well-formed characters', () => {
    for (const name of ['', 'x'.repeat(513), 'a\ud800']) {
      expect(issuesOf({ kind: 'user', user: name })).toMatchObject([
        { code: 'range', field: 'actor.user', minimum: 1, maximum: 512 },
      ])
      expect(issuesOf({ kind: 'system', id: name, permissions: [] })).toMatchObject([
        { code: 'range', field: 'actor.id', minimum: 1, maximum: 512 },
      ])
    }
    expect(issuesOf({ kind: 'user', user: { id: 'ada' } })).toMatchObject([{ code: 'type', field: 'actor.user' }])
  })

  it('refuses other kinds, and fields that belong to another kind', () => {
    for (const kind of ['root', 'User', '', '__proto__', null, 0, undefined]) {
      expect(issuesOf({ kind, user: 'ada', id: 'ada', permissions: [] })).toMatchObject([{ field: 'actor.kind' }])
    }
    expect(issuesOf({ kind: 'user', user: 'ada', id: 'hr' })).toMatchObject([
      { code: 'unknownField', field: 'actor.id' },
    ])
    expect(issuesOf({ kind: 'app', id: 'hr', permissions: [], user: 'ada' })).toMatchObject([
      { code: 'unknownField', field: 'actor.user' },
    ])
    expect(issuesOf(undefined)).toMatchObject([{ code: 'type', field: 'actor' }])
  })

  it('ignores inherited fields', () => {
    expect(parseActor(Object.create({ kind: 'system', id: 'root', permissions: verbs })).ok).toBe(false)
    expect(parseActor(JSON.parse('{"__proto__": {"kind": "system", "id": "root", "permissions": []}}')).ok).toBe(false)
  })

  it('returns issues for hostile input, and never throws', () => {
    for (const make of hostileMakers) {
      expect(parseActor(make()).ok).toBe(false)
      expect(parseActor({ kind: make(), user: 'ada' }).ok).toBe(false)
      expect(parseActor({ kind: 'user', user: 'ada', permissions: make() }).ok).toBe(false)
    }
    fc.assert(
      fc.property(hostile, hostile, (make, makeOther) => {
        expect(issuesOf(make()).length).toBeGreaterThan(0)
        expect(issuesOf({ kind: 'app', id: make(), permissions: [makeOther()] }).length).toBeGreaterThan(0)
      }),
    )
  })
})

function issuesOf(input: unknown): readonly { readonly field: string }[] {
  const parsed = parseActor(input)
  return parsed.ok ? [] : parsed.issues
}
