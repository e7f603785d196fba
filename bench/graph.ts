import type { Tap } from 'temporary-access-pass'
import { createGraphHandler } from 'temporary-access-pass/graph'
import { interleave, median, medianRatio, perSecond } from './support/compare.js'
import { figure, report } from './support/report.js'
import { createWorld } from './support/world.js'

const rounds = 9
const times = 1_500
const peopleCount = 100
const origin = 'https://idp.example'
const scopes = ['UserAuthMethod-TAP.ReadWrite.All', 'Policy.ReadWrite.AuthenticationMethod']
const actor = {
  kind: 'app',
  id: 'bench',
  permissions: ['passes.create', 'passes.get', 'passes.delete', 'policy.get'],
} as const

/** One request, and the verb that it comes down to. */
interface Pair {
  readonly name: string
  request(user: string): Request
  verb(tap: Tap, user: string): Promise<unknown>
}

const pathOf = (user: string): string => `${origin}/v1.0/users/${user}/authentication/temporaryAccessPassMethods`
const policyPath = `${origin}/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/temporaryAccessPass`
const wishes = { lifetimeInMinutes: 60, isUsableOnce: false }
const json = { 'content-type': 'application/json' }

const pairs: readonly Pair[] = [
  {
    name: 'create',
    request: (user) => new Request(pathOf(user), { method: 'POST', headers: json, body: JSON.stringify(wishes) }),
    verb: (tap, user) => tap.passes.create({ actor, user, ...wishes }),
  },
  {
    name: 'list',
    request: (user) => new Request(pathOf(user)),
    verb: (tap, user) => tap.passes.get({ actor, user }),
  },
  {
    name: 'policy',
    request: () => new Request(policyPath),
    verb: (tap) => tap.policy.get({ actor }),
  },
]

/**
 * Requests of the Graph handler, made and read to their end, beside the verbs that they come down to, and beside those
 * verbs behind the least that a route can be: a body parsed, an answer written, who calls taken on trust.
 */
export async function benchGraph(): Promise<void> {
  const { tap, people } = await createWorld({ defaultLength: 48 }, peopleCount)
  const handler = createGraphHandler(tap, { authenticate: () => ({ appId: 'bench', scopes }) })
  const rows: string[][] = []
  for (const { name, request, verb } of pairs) {
    const [requests = [], bare = [], verbs = []] = await interleave(
      [
        { name: 'handler', run: () => repeat(people, async (user) => readToEnd(await handler(request(user)))) },
        {
          name: 'bare',
          run: () => repeat(people, async (user) => readToEnd(await route(request(user), verb, tap, user))),
        },
        { name: 'verb', run: () => repeat(people, (user) => verb(tap, user)) },
      ],
      rounds,
    )
    const ratios = [medianRatio(requests, verbs), medianRatio(bare, verbs), medianRatio(requests, bare)]
    rows.push([name, ...[median(requests), median(bare), median(verbs), ...ratios].map(figure)])
  }
  report(
    'Graph (codes of 48 symbols, memory store, one at a time)',
    ['', 'handler a second', 'bare route', 'verb', 'handler / verb', 'bare route / verb', 'handler / bare route'],
    rows,
  )
}

async function route(request: Request, verb: Pair['verb'], tap: Tap, user: string): Promise<Response> {
  if (request.body !== null) await request.json()
  return Response.json(await verb(tap, user), { headers: { 'cache-control': 'no-store' } })
}

function repeat(
  people: readonly { readonly user: string }[],
  work: (user: string) => Promise<unknown>,
): Promise<number> {
  let next = 0
  return perSecond(times, () => {
    next += 1
    return work(people[next % people.length]?.user ?? '')
  })
}

/** @throws where a request is refused: a benchmark of refusals would be another one. */
async function readToEnd(response: Response): Promise<void> {
  const text = await response.text()
  if (!response.ok) throw new Error(`A request was refused: ${text}`)
}
