import type { TapEvent, TapEventOf } from '../../src/index.js'

/** An entry as Microsoft Entra's audit log has it (`directoryAudit` in Graph). It never holds a code. */
export interface AuditActivity {
  /** The event's own id. */
  readonly id: string
  readonly activityDateTime: string
  readonly activityDisplayName:
    | 'Admin registered security info'
    | 'Admin deleted security info'
    | 'User registered security info'
    | 'User deleted security info'
  readonly category: 'UserManagement'
  readonly loggedByService: 'Authentication Methods'
  readonly correlationId: string
  readonly operationType: 'Add' | 'Delete'
  readonly result: 'success'
  readonly resultReason: string
  /** A person, a program, or the link in a notice, which is the person themselves. */
  readonly initiatedBy: { readonly user: { readonly id: string } } | { readonly app: { readonly appId: string } }
  /** One: the person whose pass it is. */
  readonly targetResources: readonly [
    {
      readonly type: 'User'
      readonly id: string
      readonly modifiedProperties: readonly ModifiedProperty[]
    },
  ]
}

/** What was changed, from what to what. */
export interface ModifiedProperty {
  readonly displayName: `TemporaryAccessPass.TemporaryAccessPass.${'Id' | 'StartDateTime' | 'EndTime' | 'AccessPassUsage'}`
  readonly oldValue: string | null
  readonly newValue: string | null
}

/**
 * The entry in the audit log of Microsoft Entra that stands for an event, for a monitoring rule that knows those names.
 *
 * `pass.created` and `pass.deleted` have one; every other event is `undefined`. As there, "Admin" means a person acting on
 * somebody else; a program's work and the person's own are both "User". `AccessPassUsage` is `Multiple` or `Single`.
 *
 * @example
 * ```ts
 * const tap = createTap({
 *   ...ports,
 *   events(event) {
 *     const activity = auditActivity(event)
 *     if (activity) siem.send(activity)
 *   },
 * })
 * ```
 */
export function auditActivity(event: TapEvent): AuditActivity | undefined {
  if (event.type === 'pass.created') return createdActivity(event)
  if (event.type === 'pass.deleted') return deletedActivity(event)
  return undefined
}

function createdActivity(event: TapEventOf<'pass.created'>): AuditActivity {
  const { passId, replacedPassId, startDateTime, endDateTime, isUsableOnce } = event.details
  return {
    ...common(event, [
      modified('Id', passId, replacedPassId),
      modified('StartDateTime', startDateTime.toISOString()),
      modified('EndTime', endDateTime.toISOString()),
      modified('AccessPassUsage', isUsableOnce ? 'Single' : 'Multiple'),
    ]),
    operationType: 'Add',
    ...(isByAdmin(event)
      ? {
          activityDisplayName: 'Admin registered security info',
          resultReason: 'Admin registered temporary access pass method for user',
        }
      : {
          activityDisplayName: 'User registered security info',
          resultReason: 'User registered temporary access pass method',
        }),
  }
}

function deletedActivity(event: TapEventOf<'pass.deleted'>): AuditActivity {
  return {
    ...common(event, [modified('Id', undefined, event.details.passId)]),
    operationType: 'Delete',
    ...(isByAdmin(event)
      ? {
          activityDisplayName: 'Admin deleted security info',
          resultReason: 'Admin deleted temporary access pass method for user',
        }
      : {
          activityDisplayName: 'User deleted security info',
          resultReason: 'User deleted temporary access pass method',
        }),
  }
}

type Common = Omit<AuditActivity, 'activityDisplayName' | 'operationType' | 'resultReason'>

function common(event: TapEvent, modifiedProperties: readonly ModifiedProperty[]): Common {
  const { id, at, correlationId, actor, userId = '' } = event
  const isProgram = actor !== undefined && actor.kind !== 'user'
  return {
    id,
    activityDateTime: at.toISOString(),
    category: 'UserManagement',
    loggedByService: 'Authentication Methods',
    correlationId,
    result: 'success',
    initiatedBy: isProgram ? { app: { appId: actor.id } } : { user: { id: actor?.id ?? userId } },
    targetResources: [{ type: 'User', id: userId, modifiedProperties }],
  }
}

function isByAdmin({ actor, userId }: TapEvent): boolean {
  return actor?.kind === 'user' && actor.id !== userId
}

function modified(
  name: 'Id' | 'StartDateTime' | 'EndTime' | 'AccessPassUsage',
  newValue: string | undefined,
  oldValue?: string | undefined,
): ModifiedProperty {
  return {
    displayName: `TemporaryAccessPass.TemporaryAccessPass.${name}`,
    oldValue: oldValue ?? null,
    newValue: newValue ?? null,
  }
}
