import type { ServerKind, StoreServer } from './store-server.js'

/** The variable with the URL of the process that keeps one server of each kind. Set by `keep-servers.ts`. */
export const keeperVariable = 'TAP_TEST_SERVER_KEEPER'

/**
 * Connects to the one server of this kind that all test files of a run share. Each caller uses storage of its own. A test
 * that kills, configures or fills its server must start one of its own.
 */
export async function shareServer(kind: ServerKind): Promise<StoreServer> {
  const keeper = process.env[keeperVariable]
  if (kind.attach === undefined || keeper === undefined) return kind.start()
  const response = await fetch(new URL(encodeURIComponent(kind.name), keeper))
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  return kind.attach(text)
}
