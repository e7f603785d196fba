import * as z from 'zod/mini'
import type { AccessQuestion } from '../../ports/authorize.js'
import type { DirectoryUser } from '../../ports/directory.js'
import { isId, isWellFormed, longestId } from '../input/id.js'
import type { InputIssueCode, Issue } from '../input/input-issue.js'
import type { Expectation, Wording } from '../input/issues.js'
import { issuesOf } from '../input/issues.js'
import { inertCopy } from '../input/plain-copy.js'
import type { Actor, ActorAuthentication } from './actor.js'
import type { Verb } from './permission.js'

/**
 * May this question be put to the authorizer at all? A program needs the verb among its permissions; a person with a
 * delegated token needs it among the token's (`permissions`), and a role besides.
 */
export function mayAsk(
  { verb, actor }: Pick<AccessQuestion, 'verb' | 'actor'>,
  permissions: readonly Verb[] | undefined,
): boolean {
  if (actor.kind === 'user') return permissions === undefined || permissions.includes(verb)
  return actor.permissions.includes(verb)
}

/** One person under two names? Judged on the directory's canonical ids, never on what was typed. */
export function isSamePerson(a: DirectoryUser, b: DirectoryUser): boolean {
  return a.id === b.id && a.incarnation === b.incarnation
}

/** An actor that can be trusted to be one, or everything that is wrong with it. */
export type ParsedActor =
  | { readonly ok: true; readonly actor: Actor }
  | { readonly ok: false; readonly issues: readonly Issue<InputIssueCode>[] }

/** Strict: an unknown permission may be a misspelt one, so it is refused and not ignored. A frozen copy; never throws. */
export function parseActor(input: unknown): ParsedActor {
  const copy = inertCopy(input)
  const parsed = actorSchema.safeParse(copy)
  if (!parsed.success) return { ok: false, issues: issuesOf(parsed.error.issues, copy, wording) }
  return { ok: true, actor: Object.freeze(parsed.data) }
}

const verbs: { readonly [Name in Verb]: Name } = {
  'policy.get': 'policy.get',
  'policy.update': 'policy.update',
  'policy.reset': 'policy.reset',
  'passes.create': 'passes.create',
  'passes.get': 'passes.get',
  'passes.list': 'passes.list',
  'passes.delete': 'passes.delete',
  'registrations.list': 'registrations.list',
  explain: 'explain',
  unlock: 'unlock',
  'users.forget': 'users.forget',
  'requests.open': 'requests.open',
  'requests.review': 'requests.review',
  'requests.list': 'requests.list',
}
const mostPermissions = 100
const longestAcr = 128

const idSchema = z.string().check(z.refine(isId))
const permissionsSchema = z.pipe(
  z.array(z.enum(verbs)).check(z.maxLength(mostPermissions)),
  z.transform((permissions): readonly Verb[] => Object.freeze(permissions)),
)
const authenticationSchema = z.pipe(
  z.strictObject({
    at: z.date(),
    acr: z.optional(z.string().check(z.minLength(1), z.maxLength(longestAcr), z.refine(isWellFormed))),
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

const id: Expectation = { text: `text of 1 to ${longestId} well-formed characters`, minimum: 1, maximum: longestId }

const wording: Wording = {
  name: 'actor',
  isPrefixed: true,
  expected: {
    '': { text: 'an object with a kind' },
    kind: { text: '"user", "app" or "system"' },
    user: id,
    id,
    permissions: { text: `a list of at most ${mostPermissions} permissions`, minimum: 0, maximum: mostPermissions },
    authentication: { text: 'an object with at' },
    'authentication.at': { text: 'a valid Date' },
    'authentication.acr': {
      text: `text of 1 to ${longestAcr} well-formed characters`,
      minimum: 1,
      maximum: longestAcr,
    },
    'permissions[]': { text: `one of ${Object.keys(verbs).join(', ')}` },
  },
}
