import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { GrantRefusalReason } from '../../src/core/grant/grant.js'
import type { SignIn } from '../../src/core/sign-in/sign-in.js'
import { surfaceRules } from '../../src/core/sign-in/surfaces.js'

// A reason or a field that is missing here does not compile.
const reasons: { readonly [Reason in GrantRefusalReason]: true } = {
  malformed: true,
  expired: true,
  wrongUser: true,
  wrongPurpose: true,
  wrongClient: true,
  superseded: true,
  replaced: true,
  deleted: true,
  revoked: true,
  alreadyCompleted: true,
  credentialNotAllowed: true,
  userDisabled: true,
  disabledByPolicy: true,
  tenantNotTrusted: true,
  unreadable: true,
}
const fields: { readonly [Field in keyof SignIn]-?: true } = {
  tenantId: true,
  userId: true,
  passId: true,
  isUsableOnce: true,
  authenticatedAt: true,
  notAfter: true,
  registrationDeadline: true,
  surface: true,
  amr: true,
  acr: true,
  allowedActions: true,
  requiredActions: true,
  isSecondCredentialRecommended: true,
}

describe('the page on what to do with a sign-in', () => {
  const page = read('signed-in.md')

  it('explains every field of a sign-in', () => {
    const named = rows(page, '| Field of `signIn`').flatMap(([cell = '']) => cell.match(/\w+/g) ?? [])
    expect(named.sort()).toEqual(Object.keys(fields).sort())
  })

  it('explains every reason to refuse a grant', () => {
    const named = rows(page, '| `reason` |').map(([cell = '']) => cell.replaceAll('`', ''))
    expect(named.sort()).toEqual(Object.keys(reasons).sort())
  })
})

describe('the page on surfaces', () => {
  it('contains the default rules', () => {
    const shown = rows(read('surfaces-and-tenants.md'), '| `surface` |')
    const table = shown.map(([surface = '', rule]) => [surface.replaceAll('`', ''), rule])
    expect(Object.fromEntries(table)).toEqual(surfaceRules)
  })
})

function read(name: string): string {
  return readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')
}

/** The cells of the table that begins so. */
function rows(page: string, head: string): readonly (readonly string[])[] {
  const lines = page.slice(page.indexOf(head)).split('\n')
  const end = lines.findIndex((line) => !line.startsWith('|'))
  return lines.slice(2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}
