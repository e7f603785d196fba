import type { TapEvent } from '../core/event/event.js'

/**
 * Records an event. It is called once for each call, after the write, and once more if the directory returned a wrong value
 * that was ignored.
 *
 * If it throws, or takes longer than 5 seconds, the call fails. Deletions are the exception: they have already happened.
 * Events about the directory are another one: the call goes on.
 *
 * @example
 * ```ts
 * const events: EventSink = (event) => auditLog.insert(event)
 * ```
 */
export type EventSink = (event: TapEvent) => void | Promise<void>
