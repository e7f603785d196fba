import type { Tap } from 'temporary-access-pass'
import { createGraphHandler } from 'temporary-access-pass/graph'
import { interleave, median, medianRatio, perSecond } from './support/compare.js'
import { figure, report } from './support/report.js'
import { createWorld } from './support/world.js'

const rounds = 9
const times = 1_500
const userCount = 100
const origin = 'https://idp.example'
const scopes = ['UserAuthMethod-TAP.ReadWrite.All', 'Policy.ReadWrite.AuthenticationMethod']
const actor = {
  kind: 'app',
  id: 'bench',
  permissions: ['passes.create', 'passes.get', 'passes.delete', 'policy.get'],
} as const

/** A request, and the method that it calls. */
interface Pair {
  readonly name: string
  request(user: string): Request
  call(tap: Tap, user: string): Promise<unknown>
}

const pathOf = (user: string): string => `${origin}/v1.0/users/${user}/authentication/temporaryAccessPassMethods`
const policyPath = `${origin}/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/temporaryAccessPass`
const properties = { lifetimeInMinutes: 60, isUsableOnce: false }
const json = { 'content-type': 'application/json' }

const pairs: readonly Pair[] = [
  {
    name: 'create',
    request: (user) => new Request(pathOf(user), { method: 'POST', headers: json, body: JSON.stringify(properties) }),
    call: (tap, user) => tap.passes.create({ actor, user, ...properties }),
  },
  {
    name: 'list',
    request: (user) => new Request(pathOf(user)),
    call: (tap, user) => tap.passes.get({ actor, user }),
  },
  {
    name: 'policy',
    request: () => new Request(policyPath),
    call: (tap) => tap.policy.get({ actor }),
  },
]

/**
 * Compares requests of the Graph handler with direct calls of the same methods, and with those methods behind a minimal
 * route, which parses the body, writes the result and does not authenticate.
 */
export async function benchGraph(): Promise<void> {
  const { tap, users } = await createWorld({ defaultLength: 48 }, userCount)
  const handler = createGraphHandler(tap, { authenticate: () => ({ appId: 'bench', scopes }) })
  const rows: string[][] = []
  for (const { name, request, call } of pairs) {
    const [requests = [], bare = [], calls = []] = await interleave(
      [
        { name: 'handler', run: () => repeat(users, async (user) => readToEnd(await handler(request(user)))) },
        {
          name: 'bare',
          run: () => repeat(users, async (user) => readToEnd(await route(request(user), call, tap, user))),
        },
        { name: 'call', run: () => repeat(users, (user) => call(tap, user)) },
      ],
      rounds,
    )
    const ratios = [medianRatio(requests, calls), medianRatio(bare, calls), medianRatio(requests, bare)]
    rows.push([name, ...[median(requests), median(bare), median(calls), ...ratios].map(figure)])
  }
  report(
    'Graph (codes of 48 symbols, memory store, one at a time)',
    [
      '',
      'handler a second',
      'bare route',
      'direct call',
      'handler / direct call',
      'bare route / direct call',
      'handler / bare route',
    ],
    rows,
  )
}

async function route(request: Request, call: Pair['call'], tap: Tap, user: string): Promise<Response> {
  if (request.body !== null) await request.json()
  return Response.json(await call(tap, user), { headers: { 'cache-control': 'no-store' } })
}

function repeat(
  users: readonly { readonly user: string }[],
  work: (user: string) => Promise<unknown>,
): Promise<number> {
  let next = 0
  return perSecond(times, () => {
    next += 1
    return work(users[next % users.length]?.user ?? '')
  })
}

/** @throws `Error` if the request is refused, because this benchmark does not measure refusals. */
async function readToEnd(response: Response): Promise<void> {
  const text = await response.text()
  if (!response.ok) throw new Error(`A request was refused: ${text}`)
}
