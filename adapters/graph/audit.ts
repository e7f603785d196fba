import type { TapEvent, TapEventOf } from '../../src/index.js'

/** An entry of Microsoft Entra's audit log (`directoryAudit` in Graph). It never contains a code. */
export interface AuditActivity {
  /** The id of the event. */
  readonly id: string
  /** The time of the event, in RFC 3339. */
  readonly activityDateTime: string
  /** "Admin" stands for a user who acts on another user, "User" for the users themselves and for applications. */
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
  /** Entra's sentence for the activity. */
  readonly resultReason: string
  /** The user or the application that acted. An action through the link in a notice is the user's own. */
  readonly initiatedBy: { readonly user: { readonly id: string } } | { readonly app: { readonly appId: string } }
  /** The user whose pass was issued or deleted. */
  readonly targetResources: readonly [
    {
      readonly type: 'User'
      readonly id: string
      readonly modifiedProperties: readonly ModifiedProperty[]
    },
  ]
}

/** A property of a pass with its value before and after the action. */
export interface ModifiedProperty {
  readonly displayName: `TemporaryAccessPass.TemporaryAccessPass.${'Id' | 'StartDateTime' | 'EndTime' | 'AccessPassUsage'}`
  /** `null` when there was no value. */
  readonly oldValue: string | null
  /** `null` when the value was removed. */
  readonly newValue: string | null
}

/**
 * Returns the audit log entry of Microsoft Entra for an event, for a monitoring rule that looks for Entra's names.
 *
 * As in Entra, "Admin" stands for a user who acts on another user. What an application does, and what users do
 * themselves, is "User". The value of `AccessPassUsage` is `Multiple` or `Single`.
 *
 * @param event - An event that `createTap`'s option `events` receives.
 * @returns The entry for `pass.created` and `pass.deleted`, `undefined` for every other event.
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
    ...commonFields(event, [
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
    ...commonFields(event, [modified('Id', undefined, event.details.passId)]),
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

type CommonFields = Omit<AuditActivity, 'activityDisplayName' | 'operationType' | 'resultReason'>

function commonFields(event: TapEvent, modifiedProperties: readonly ModifiedProperty[]): CommonFields {
  const { id, at, correlationId, actor, userId = '' } = event
  const isApplication = actor !== undefined && actor.kind !== 'user'
  return {
    id,
    activityDateTime: at.toISOString(),
    category: 'UserManagement',
    loggedByService: 'Authentication Methods',
    correlationId,
    result: 'success',
    initiatedBy: isApplication ? { app: { appId: actor.id } } : { user: { id: actor?.id ?? userId } },
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
