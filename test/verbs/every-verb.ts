import type { CreateManyInput, CreateManyRow } from '../../src/api/passes.js'
import type { Tap } from '../../src/api/tap.js'
import type { Actor } from '../../src/core/access/actor.js'
import type { Permission } from '../../src/core/access/permission.js'
import type { TapEvent } from '../../src/core/event/event.js'

/** Every verb with an actor, in one form. A new verb that is missing here does not compile. */
export interface VerbUnderTest {
  /** The verb, with its variant if the case is one of several. */
  readonly name: string
  readonly verb: Permission
  readonly event: TapEvent['type']
  readonly isAboutUser: boolean
  /** Removes something, and so succeeds even when its event cannot be written. */
  readonly isDoneWithoutEvent: boolean
  /** Writes when the user has a live pass, or the tenant a stored policy. */
  readonly isWriting: boolean
  /** Calls with valid input. `extra` overrides its fields. */
  call(tap: Tap, who: { readonly actor: Actor; readonly user: string }, extra?: object): Promise<unknown>
}

type TapPermission = Exclude<Permission, `requests.${string}`>

const calls: { readonly [Name in TapPermission]: Omit<VerbUnderTest, 'name' | 'verb'> } = {
  'passes.create': {
    ...aboutUser('pass.created', { isWriting: true }),
    call: (tap, who, extra) => tap.passes.create({ ...who, ...extra }),
  },
  'passes.get': { ...aboutUser('pass.read'), call: (tap, who, extra) => tap.passes.get({ ...who, ...extra }) },
  'passes.delete': {
    ...aboutUser('pass.deleted', { isWriting: true, isDoneWithoutEvent: true }),
    call: (tap, who, extra) => tap.passes.delete({ ...who, ...extra }),
  },
  'registrations.list': {
    ...aboutUser('pass.read'),
    call: (tap, who, extra) => tap.registrations.list({ ...who, ...extra }),
  },
  'registrations.remove': {
    ...aboutUser('registration.removed', { isWriting: true }),
    call: (tap, who, extra) => tap.registrations.remove({ ...who, credentialId: 'key-1', ...extra }),
  },
  'users.explain': {
    ...aboutUser('pass.read'),
    call: (tap, who, extra) => tap.users.explain({ ...who, ...extra }),
  },
  'users.unlock': {
    ...aboutUser('user.unlocked', { isWriting: true }),
    call: (tap, who, extra) => tap.users.unlock({ ...who, justification: 'called from the desk', ...extra }),
  },
  'users.forget': {
    ...aboutUser('user.forgotten', { isWriting: true, isDoneWithoutEvent: true }),
    call: (tap, who, extra) => tap.users.forget({ ...who, ...extra }),
  },
  'maintenance.acceptRestore': {
    ...aboutTenant('restore.accepted'),
    call: (tap, { actor }, extra) => tap.maintenance.acceptRestore({ actor, ...extra }),
  },
  'passes.list': {
    ...aboutTenant('pass.read'),
    call: (tap, { actor }, extra) => tap.passes.list({ actor, ...extra }),
  },
  'policy.get': {
    ...aboutTenant('policy.read'),
    call: (tap, { actor }, extra) => tap.policy.get({ actor, ...extra }),
  },
  'policy.update': {
    ...aboutTenant('policy.updated', { isWriting: true }),
    call: (tap, { actor }, extra) => tap.policy.update({ actor, patch: { retentionInDays: 7 }, ...extra }),
  },
  'policy.reset': {
    ...aboutTenant('policy.updated', { isWriting: true }),
    call: (tap, { actor }, extra) => tap.policy.reset({ actor, ...extra }),
  },
}

const otherWays: readonly VerbUnderTest[] = [
  {
    ...calls['passes.create'],
    name: 'passes.create with a delivery',
    verb: 'passes.create',
    call: (tap, who, extra) => tap.passes.create({ ...who, deliverTo: 'print', ...extra }),
  },
  {
    ...calls['passes.create'],
    name: 'passes.createMany with one row',
    verb: 'passes.create',
    call: (tap, { actor, user }, extra) => onlyRow(tap, { actor, rows: [{ user, idempotencyKey: 'k' }], ...extra }),
  },
  {
    ...calls['passes.delete'],
    name: 'passes.delete with a cascade',
    verb: 'passes.delete',
    call: (tap, who, extra) => tap.passes.delete({ ...who, cascade: true, ...extra }),
  },
]

export const everyVerb: readonly VerbUnderTest[] = [
  ...(Object.keys(calls) as TapPermission[]).map((verb) => ({ name: verb, verb, ...calls[verb] })),
  ...otherWays,
]

/** Returns the outcome of a run with one row. Throws the error that refused the row, as a single call does. */
export async function onlyRow(tap: Tap, input: CreateManyInput): Promise<unknown> {
  let result: CreateManyRow | undefined
  for await (result of tap.passes.createMany(input));
  if (result?.outcome === 'refused') throw result.error
  return result
}

type Facts = Omit<VerbUnderTest, 'name' | 'verb' | 'call'>

function aboutUser(event: TapEvent['type'], facts: Partial<Facts> = {}): Facts {
  return { event, isAboutUser: true, isDoneWithoutEvent: false, isWriting: false, ...facts }
}

function aboutTenant(event: TapEvent['type'], facts: Partial<Facts> = {}): Facts {
  return { event, isAboutUser: false, isDoneWithoutEvent: false, isWriting: false, ...facts }
}
