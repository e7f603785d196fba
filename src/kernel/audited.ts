import type { CallName } from '../core/access/permission.js'
import { cleanContext, cleanText } from '../core/event/clean-text.js'
import type { EventDetails, TapEvent } from '../core/event/event.js'
import { maxIdLength } from '../core/input/limits.js'
import { readField } from '../core/input/read-field.js'
import { isTapError } from '../errors.js'
import type { Deps } from './deps.js'
import { drawGuid } from './draw-id.js'
import type { NoticeToDeliver } from './notices.js'
import { deliverLater } from './notices.js'

/** What a call has found out about itself so far, for its event. */
export interface AuditContext {
  readonly correlationId: string
  actor?: TapEvent['actor']
  userId?: string | undefined
  /** What a call has made before it failed. */
  created?: Pick<EventDetails['call.failed'], 'passId' | 'replacedPassId'> | undefined
}

/** What a call answers, and the one event that tells of it. */
export interface CallResult<Value> {
  readonly value: Value
  readonly event: EventContent
  /** Undoes what must not be without its event. Never throws. */
  readonly undo?: (() => Promise<void>) | undefined
  /** What the person is told once the event has been. */
  readonly notice?: NoticeToDeliver | undefined
}

type EventContent = {
  [Type in keyof EventDetails]: { readonly type: Type; readonly details: EventDetails[Type] }
}[keyof EventDetails]

/**
 * Runs one call and tells of it exactly once, whatever came of it. What is not on record did not happen, so a sink that
 * fails fails the call, unless the call only takes something away.
 */
export async function audited<Value>(
  deps: Deps,
  call: CallName,
  input: { readonly context?: unknown } | undefined,
  run: (audit: AuditContext) => Promise<CallResult<Value>>,
): Promise<Value> {
  const context = cleanContext(readField(input, 'context'))
  const audit: AuditContext = { correlationId: context?.correlationId ?? drawGuid(deps.ports.randomBytes) }
  const tell = async (event: EventContent): Promise<void> => deps.ports.emit(describe(deps, audit, context, event))
  let told: CallResult<Value>
  try {
    told = await run(audit)
  } catch (error) {
    if (isTapError(error)) {
      // The call's own failure is the one to hear of.
      await tell({ type: 'call.failed', details: { call, code: error.code, ...audit.created } }).catch(() => undefined)
    }
    throw error
  }
  const isTakingAway = call === 'passes.delete' || call === 'users.forget' || call === 'repudiate'
  try {
    await tell(told.event)
  } catch (error) {
    if (!isTakingAway) {
      await told.undo?.()
      throw error
    }
  }
  if (told.notice) deliverLater(deps, told.notice)
  return told.value
}

function describe(
  deps: Deps,
  audit: AuditContext,
  context: TapEvent['context'],
  { type, details }: EventContent,
): TapEvent {
  const { actor, userId, correlationId } = audit
  // One type with the details of the same type: the union cannot be rebuilt by spreading.
  return {
    type,
    id: drawGuid(deps.ports.randomBytes),
    at: new Date(deps.ports.nowMs()),
    tenantId: deps.tenantId,
    correlationId,
    actor: actor && { kind: actor.kind, id: cleanText(actor.id, maxIdLength) },
    userId: userId === undefined ? undefined : cleanText(userId, maxIdLength),
    context,
    details,
  } as TapEvent
}
