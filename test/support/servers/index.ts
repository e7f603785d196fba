import { sqlite } from './sqlite.js'
import type { ServerKind } from './store-server.js'

/** Every kind of server that there is a store for. */
export const serverKinds: readonly ServerKind[] = [sqlite]

/** Those that this machine has; the end of the run names the others. */
export const installedKinds: readonly ServerKind[] = serverKinds.filter(({ missing }) => missing() === undefined)
