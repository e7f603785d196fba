import type { TapEvent } from '../core/event/event.js'

/**
 * Where events go. Called once per call, after the write.
 *
 * Issuing and signing in fail when it throws, because what is not on record did not happen; a delete does not.
 */
export type EventSink = (event: TapEvent) => void | Promise<void>
