import { parseActor } from '../core/access/authorize.js'
import type { CallName } from '../core/access/permission.js'
import { permissions } from '../core/access/permission.js'
import { cleanContext, encodeId } from '../core/event/clean-text.js'
import type { EventDetails, TapEvent } from '../core/event/event.js'
import { readField } from '../core/input/read-field.js'
import type { AnyTapError } from '../errors.js'
import { isTapError } from '../errors.js'
import type { Deps } from './deps.js'
import type { DirectoryFault } from './directory-user.js'
import { drawGuid } from './draw-id.js'
import type { NoticeToDeliver } from './notices.js'
import { deliverLater } from './notices.js'

/** What a call knows about itself so far, for its event. */
export interface AuditContext {
  readonly correlationId: string
  actor?: TapEvent['actor']
  userId?: string | undefined
  /** The pass that the call created before it failed. */
  created?: Pick<EventDetails['call.failed'], 'passId' | 'replacedPassId'> | undefined
  /** The first value that was left out of the directory entry of a user whom the call looked up. */
  directoryFault?: { readonly userId: string; readonly fault: DirectoryFault } | undefined
}

/** The return value of a call, and the one event that records it. */
export interface CallResult<Value> {
  readonly value: Value
  readonly event: EventContent
  /** Takes the change back when its event cannot be recorded. Never throws. */
  readonly undo?: (() => Promise<void>) | undefined
  /** Delivered to the user after the event is recorded. */
  readonly notice?: NoticeToDeliver | undefined
}

type EventContent = {
  [Type in keyof EventDetails]: { readonly type: Type; readonly details: EventDetails[Type] }
}[keyof EventDetails]

/**
 * Runs one call and emits exactly one event for it. If the event cannot be recorded, the call fails. Deletions are the
 * exception: they have already happened.
 */
export async function audited<Value>(
  deps: Deps,
  call: CallName,
  input: { readonly context?: unknown } | undefined,
  run: (audit: AuditContext) => Promise<CallResult<Value>>,
): Promise<Value> {
  const context = cleanContext(readField(input, 'context'))
  const audit: AuditContext = { correlationId: context?.correlationId ?? drawGuid(deps.ports.randomBytes) }
  const emit = async (event: EventContent): Promise<void> => {
    const reported = reportDirectoryFault(deps, audit, context)
    await deps.ports.emit(describe(deps, audit, context, event))
    await reported
  }
  let result: CallResult<Value>
  try {
    result = await run(audit)
  } catch (error) {
    if (isTapError(error)) {
      // In a call made for a user, the input may be what an attacker sent.
      if (isPermission(call)) audit.actor ??= actorOf(input)
      // A failing sink must not hide why the call failed.
      await emit({ type: 'call.failed', details: failureDetails(call, audit, error) }).catch(() => undefined)
    }
    throw error
  }
  const isDeletion = result.event.type === 'pass.deleted' || result.event.type === 'user.forgotten'
  try {
    await emit(result.event)
  } catch (error) {
    if (!isDeletion) {
      await result.undo?.()
      throw error
    }
  }
  if (result.notice) deliverLater(deps, result.notice)
  return result.value
}

/**
 * Emits what was left out of a directory entry. Its failure is ignored: the directory's mistake fails no call about the
 * user. A user or an attacker does not wait for it, because the duration would tell them that there is such a user.
 */
function reportDirectoryFault(deps: Deps, audit: AuditContext, context: TapEvent['context']): Promise<void> {
  const { directoryFault: found, actor } = audit
  if (!found) return Promise.resolve()
  const { userId, fault } = found
  const event = faultEvent(fault)
  const report = async (): Promise<void> => deps.ports.emit(describe(deps, { ...audit, userId }, context, event))
  const reported = (actor ? report() : deps.timer.wait(0).then(report)).catch(() => undefined)
  return actor ? reported : Promise.resolve()
}

function faultEvent(fault: DirectoryFault): EventContent {
  return 'field' in fault
    ? { type: 'directory.fieldIgnored', details: fault }
    : { type: 'directory.addressSkipped', details: fault }
}

function failureDetails(call: CallName, audit: AuditContext, error: AnyTapError): EventDetails['call.failed'] {
  return { call, code: error.code, ...reasonOf(error), ...audit.created }
}

function reasonOf(error: AnyTapError): Pick<EventDetails['call.failed'], 'reason' | 'permission'> {
  if (error.code === 'TAP_UNREADABLE_DOCUMENT') return { reason: error.reason }
  return error.code === 'TAP_NOT_AUTHORIZED' ? { reason: error.reason, permission: error.permission } : {}
}

function isPermission(call: CallName): boolean {
  return (permissions as readonly CallName[]).includes(call)
}

/** The actor as the host named it, for a call that failed before the directory was asked. */
function actorOf(input: unknown): AuditContext['actor'] {
  const parsed = parseActor(readField(input, 'actor'))
  if (!parsed.ok) return undefined
  const { actor } = parsed
  return { kind: actor.kind, id: actor.kind === 'user' ? actor.user : actor.id }
}

function describe(
  deps: Deps,
  audit: AuditContext,
  context: TapEvent['context'],
  { type, details }: EventContent,
): TapEvent {
  const { actor, userId, correlationId } = audit
  // TypeScript cannot see that type and details still belong together.
  return {
    type,
    id: drawGuid(deps.ports.randomBytes),
    at: new Date(deps.ports.nowMs()),
    tenantId: deps.tenantId,
    correlationId,
    actor: actor && { kind: actor.kind, id: encodeId(actor.id) },
    userId: userId === undefined ? undefined : encodeId(userId),
    context,
    details,
  } as TapEvent
}
