import * as z from 'zod/mini'
import type { AccessQuestion } from '../../ports/authorize.js'
import type { DirectoryUser } from '../../ports/directory.js'
import { choiceExpected, dateExpected, idExpected, listExpected, textExpected } from '../input/expectations.js'
import { isId, isWellFormed } from '../input/id.js'
import type { InputIssue, InputIssueCode } from '../input/input-issue.js'
import type { Wording } from '../input/issues.js'
import { issuesOf } from '../input/issues.js'
import { maxAcrLength, maxPermissions } from '../input/limits.js'
import { plainCopy } from '../input/plain-copy.js'
import type { Actor, ActorAuthentication } from './actor.js'
import type { Permission } from './permission.js'
import { permissions } from './permission.js'

/**
 * May this question be put to the authorizer at all? A program needs the verb among its permissions; a person with a
 * delegated token needs it among the token's (`permissions`), and a role besides.
 */
export function mayAsk(
  { permission, actor }: Pick<AccessQuestion, 'permission' | 'actor'>,
  granted: readonly Permission[] | undefined,
): boolean {
  if (actor.kind === 'user') return granted === undefined || granted.includes(permission)
  return actor.permissions.includes(permission)
}

/** One person under two names? Judged on the directory's canonical ids, never on what was typed. */
export function isSamePerson(a: DirectoryUser, b: DirectoryUser): boolean {
  return a.id === b.id && a.incarnation === b.incarnation
}

/** An actor that can be trusted to be one, or everything that is wrong with it. */
export type ParsedActor =
  | { readonly ok: true; readonly actor: Actor }
  | { readonly ok: false; readonly issues: readonly InputIssue<InputIssueCode>[] }

/** Strict: an unknown permission may be a misspelt one, so it is refused and not ignored. A frozen copy; never throws. */
export function parseActor(input: unknown): ParsedActor {
  const copy = plainCopy(input)
  const parsed = actorSchema.safeParse(copy)
  if (!parsed.success) return { ok: false, issues: issuesOf(parsed.error.issues, copy, wording) }
  return { ok: true, actor: Object.freeze(parsed.data) }
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
  z.transform((authentication): ActorAuthentication => Object.freeze(authentication)),
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
    '': { text: 'an object with a kind' },
    kind: choiceExpected(['user', 'app', 'system']),
    user: idExpected,
    id: idExpected,
    permissions: listExpected('permissions', 0, maxPermissions),
    authentication: { text: 'an object with at' },
    'authentication.at': dateExpected,
    'authentication.acr': textExpected(1, maxAcrLength),
    'permissions[]': { text: `one of ${permissions.join(', ')}` },
  },
}
