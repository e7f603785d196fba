import * as z from 'zod/mini'
import type { AccessQuestion } from '../../ports/authorize.js'
import type { DirectoryUser } from '../../ports/directory.js'
import { choiceExpected, dateExpected, idExpected, listExpected, textExpected } from '../input/expectations.js'
import { isId, isWellFormed } from '../input/id.js'
import type { InputIssue, InputIssueCode } from '../input/input-issue.js'
import type { Wording } from '../input/issues.js'
import { issuesOf } from '../input/issues.js'
import { maxAcrLength, maxPermissions } from '../input/limits.js'
import { withEveryField } from '../input/own-fields.js'
import { plainCopy } from '../input/plain-copy.js'
import { messageText } from '../message/english.js'
import type { Actor, ActorAuthentication } from './actor.js'
import type { Permission } from './permission.js'
import { permissions } from './permission.js'

/**
 * Returns `false` where permissions alone refuse the call, before the authorizer is called. A program needs the permission
 * itself. A user with a delegated token needs it among the permissions of the token, and the authorizer checks the roles.
 */
export function mayAsk(
  { permission, actor }: Pick<AccessQuestion, 'permission' | 'actor'>,
  granted: readonly Permission[] | undefined,
): boolean {
  if (actor.kind === 'user') return granted === undefined || granted.includes(permission)
  return actor.permissions.includes(permission)
}

/** Compares the directory's ids, never what was typed: one user can have many names. */
export function isSameUser(a: DirectoryUser, b: DirectoryUser): boolean {
  return a.id === b.id && a.incarnation === b.incarnation
}

/** A well-formed actor, or every issue of the input. */
export type ParsedActor =
  | { readonly ok: true; readonly actor: Actor }
  | { readonly ok: false; readonly issues: readonly InputIssue<InputIssueCode>[] }

/** Refuses unknown permissions, because one may be misspelt. Returns a frozen copy. Never throws. */
export function parseActor(input: unknown): ParsedActor {
  const copy = plainCopy(input)
  const parsed = actorSchema.safeParse(copy)
  if (!parsed.success) return { ok: false, issues: issuesOf(parsed.error.issues, copy, wording) }
  const names =
    parsed.data.kind === 'user' ? ['kind', 'user', 'permissions', 'authentication'] : Object.keys(parsed.data)
  return { ok: true, actor: Object.freeze(withEveryField(parsed.data, names)) }
}

const idSchema = z.string().check(z.refine(isId))
const permissionsSchema = z.pipe(
  z.array(z.enum(permissions)).check(z.maxLength(maxPermissions)),
  z.transform((granted): readonly Permission[] => Object.freeze(granted)),
)
const authenticationSchema = z.pipe(
  z.strictObject({
    at: z.date(),
    acr: z.optional(z.string().check(z.minLength(1), z.maxLength(maxAcrLength), z.refine(isWellFormed))),
  }),
  z.transform((authentication): ActorAuthentication => Object.freeze(withEveryField(authentication, ['at', 'acr']))),
)
const actorSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('user'),
    user: idSchema,
    permissions: z.optional(permissionsSchema),
    authentication: z.optional(authenticationSchema),
  }),
  z.strictObject({ kind: z.enum(['app', 'system']), id: idSchema, permissions: permissionsSchema }),
])

const wording: Wording = {
  name: 'actor',
  isPrefixed: true,
  expected: {
    '': { expected: messageText('expected.actor') },
    kind: choiceExpected(['user', 'app', 'system']),
    user: idExpected,
    id: idExpected,
    permissions: listExpected('permissions', 0, maxPermissions),
    authentication: { expected: messageText('expected.authentication') },
    'authentication.at': dateExpected,
    'authentication.acr': textExpected(1, maxAcrLength),
    'permissions[]': { expected: messageText('expected.permission', { permissions: permissions.join(', ') }) },
  },
}
