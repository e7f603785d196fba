import type { Verb } from '../core/access/permission.js'
import { cleanContext, cleanText } from '../core/event/clean-text.js'
import type { EventDetails, PublicVerb, TapEvent } from '../core/event/event.js'
import { isTapError } from '../errors.js'
import type { Deps } from './deps.js'
import { drawGuid } from './draw-id.js'
import type { NoticeToTell } from './notices.js'
import { tellLater } from './notices.js'

/** What a call has found out about itself so far, for its event. */
export interface Trail {
  readonly correlationId: string
  actor?: TapEvent['actor']
  userId?: string | undefined
  /** What a call has made before it failed. */
  made?: Pick<EventDetails['call.failed'], 'passId' | 'replacedPassId'> | undefined
}

/** What a call answers, and the one event that tells of it. */
export interface Told<Answer> {
  readonly answer: Answer
  readonly event: Happened
  /** Undoes what must not be without its event. Never throws. */
  readonly undo?: (() => Promise<void>) | undefined
  /** What the person is told once the event has been. */
  readonly notice?: NoticeToTell | undefined
}

type Happened = {
  [Type in keyof EventDetails]: { readonly type: Type; readonly details: EventDetails[Type] }
}[keyof EventDetails]

const longestName = 512

/**
 * Runs one call and tells of it exactly once, whatever came of it. What is not on record did not happen, so a sink that
 * fails fails the call, unless the call only takes something away.
 */
export async function audited<Answer>(
  deps: Deps,
  verb: Verb | PublicVerb,
  input: { readonly context?: unknown } | undefined,
  run: (trail: Trail) => Promise<Told<Answer>>,
): Promise<Answer> {
  const context = cleanContext(readContext(input))
  const trail: Trail = { correlationId: context?.correlationId ?? drawGuid(deps.ports.randomBytes) }
  const tell = async (event: Happened): Promise<void> => deps.ports.tell(describe(deps, trail, context, event))
  let told: Told<Answer>
  try {
    told = await run(trail)
  } catch (error) {
    if (isTapError(error)) {
      // The call's own failure is the one to hear of.
      await tell({ type: 'call.failed', details: { verb, code: error.code, ...trail.made } }).catch(() => undefined)
    }
    throw error
  }
  const isTakingAway = verb === 'passes.delete' || verb === 'users.forget' || verb === 'repudiate'
  try {
    await tell(told.event)
  } catch (error) {
    if (!isTakingAway) {
      await told.undo?.()
      throw error
    }
  }
  if (told.notice) tellLater(deps, told.notice)
  return told.answer
}

function describe(deps: Deps, trail: Trail, context: TapEvent['context'], { type, details }: Happened): TapEvent {
  const { actor, userId, correlationId } = trail
  // One type with the details of the same type: the union cannot be rebuilt by spreading.
  return {
    type,
    id: drawGuid(deps.ports.randomBytes),
    at: new Date(deps.ports.nowMs()),
    tenantId: deps.tenantId,
    correlationId,
    actor: actor && { kind: actor.kind, id: cleanText(actor.id, longestName) },
    userId: userId === undefined ? undefined : cleanText(userId, longestName),
    context,
    details,
  } as TapEvent
}

function readContext(input: { readonly context?: unknown } | undefined): unknown {
  try {
    return input?.context
  } catch {
    return undefined
  }
}
