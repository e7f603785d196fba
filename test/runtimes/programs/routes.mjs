import { createGraphHandler } from 'temporary-access-pass/graph'
import { createSignInHandler } from 'temporary-access-pass/http'
import { memoryStore } from 'temporary-access-pass/memory'
import { runContract } from './contract.mjs'
import { mainJob } from './main-job.mjs'
import { helpDesk, tap } from './tap.mjs'

const onboarding = { appId: 'onboarding', scopes: ['UserAuthMethod-TAP.ReadWrite.All'] }

/** The handlers of the package, by path. */
const handlers = [
  ['/sign-in', createSignInHandler(tap)],
  ['/graph', createGraphHandler(tap, { basePath: '/graph', authenticate: () => onboarding })],
]

/**
 * Returns the handlers that every runtime serves, by path. The handlers for the tests return JSON for every method.
 *
 * @param databases - Functions by name. Each opens another connection to one database, which is empty at first.
 */
export function routes(databases = {}) {
  const memory = memoryStore()
  const stores = { memory: async () => memory, ...databases }
  return [
    ...handlers,
    ['/host', async () => Response.json({ hasNodeModules: hasNodeModules() })],
    ['/main-job', async () => Response.json(await mainJob())],
    ['/contract', async (request) => Response.json(await runContract(stores[query(request, 'store')]))],
    ['/pass', async (request) => Response.json(await issue(query(request, 'user')))],
  ]
}

/** Returns one function for all routes. A handler also gets the paths below its own. */
export function router(routed) {
  return (request) => {
    const { pathname } = new URL(request.url)
    const found = routed.find(([path]) => `${pathname}/`.startsWith(`${path}/`))
    return found?.[1](request) ?? new Response(null, { status: 404 })
  }
}

async function issue(user) {
  const pass = await tap.passes.create({ actor: helpDesk, user, isUsableOnce: true })
  return { code: pass.temporaryAccessPass }
}

function query(request, name) {
  return new URL(request.url).searchParams.get(name) ?? ''
}

function hasNodeModules() {
  return globalThis.process?.getBuiltinModule?.('node:crypto') !== undefined
}
