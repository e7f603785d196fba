import type { Clock } from '../../src/ports/clock.js'

// biome-ignore lint/plugin: when to look at the settings of the server again. No decision about a document depends on it.
export const wallClock: Clock = () => Date.now()
