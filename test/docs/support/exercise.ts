import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Express } from 'express'
import type { Actor, Tap, TapOptions } from 'temporary-access-pass'
import { createTap } from 'temporary-access-pass'
import type { Provers, Requests, ReviewNotifier } from 'temporary-access-pass/requests'
import { createRequests } from 'temporary-access-pass/requests'

type Handler = (request: Request) => Promise<Response>

/** Constants that an example may leave behind: a tap, ports, and handlers of HTTP requests. */
interface Left extends Partial<TapOptions>, Provers {
  readonly tap?: Tap
  readonly requests?: Requests
  readonly notifyReviewer?: ReviewNotifier
  readonly graph?: Handler
  readonly signIn?: Handler
}

interface Around {
  readonly options: TapOptions
  readonly names: {
    readonly app: Express
    readonly code: string
    readonly provers: Provers
  }
}

const helpDesk: Actor = { kind: 'app', id: 'help-desk', permissions: ['passes.create'] }

/** Uses what an example has left behind, as an application would: a port that is only declared proves nothing. */
export async function exercise(left: unknown, { options, names }: Around): Promise<void> {
  if (left instanceof Response) return expectSuccess(left)
  const { tap, requests, graph, signIn, document, notifyReviewer, ...ports } = Object(left) as Left
  if (tap) await issue(tap, ports)
  else if (isPort(ports)) await issue(createTap({ ...options, ...ports }), ports)
  if (requests) await prove(requests)
  if (document) await prove(createRequests(createTap(options), { provers: { ...names.provers, document } }))
  if (notifyReviewer) {
    await prove(createRequests(createTap(options), { provers: names.provers, notifyReviewer }))
  }
  if (graph) await expectSuccess(await graph(new Request(`https://id.example.com/graph/v1.0/users/ada/${passMethods}`)))
  if (signIn) await expectSuccess(await signIn(signInRequest('https://id.example.com/sign-in', names.code)))
  await useRoutes(names)
}

const terms = { justification: 'Recognised at the desk', ticket: 'INC-7' }
const passMethods = 'authentication/temporaryAccessPassMethods'

function isPort(left: object): boolean {
  return ['authorize', 'deliverer', 'directory', 'events', 'keys', 'notifier'].some((name) => name in left)
}

async function issue(tap: Tap, { authorize, deliverer }: Left): Promise<void> {
  if (authorize) await tap.passes.get({ actor: { kind: 'user', user: 'hal' }, user: 'ada' })
  else await tap.passes.create({ actor: helpDesk, user: 'ada', ...terms, deliverTo: deliverer && 'email' })
}

async function prove(requests: Requests): Promise<void> {
  const clientBinding = 'random value of another browser'
  const submitted = await requests.submit({ user: 'rhea', employeeId: '4711', clientBinding })
  if (!submitted.ok) throw new Error(submitted.message)
  const { requestId } = submitted
  await requests.prove({ requestId, clientBinding, prover: 'liveness', presented: 'a film' })
  const proved = await requests.prove({ requestId, clientBinding, prover: 'document', presented: 'a picture' })
  if (!proved.ok || proved.state !== 'awaitingReview') throw new Error(`The proof was not accepted: ${proved.state}`)
  await requests.maintain()
}

/** Sends a sign-in to the routes that the example has added. */
async function useRoutes({ app, code }: Around['names']): Promise<void> {
  if (app.router.stack.length === 0) return
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sign-in`
  await expectSuccess(await fetch(signInRequest(url, code)))
  server.close()
  server.closeAllConnections()
}

function signInRequest(url: string, code: string): Request {
  const headers = { 'content-type': 'application/json' }
  return new Request(url, { method: 'POST', headers, body: JSON.stringify({ user: 'ada', code }), redirect: 'manual' })
}

async function expectSuccess(response: Response): Promise<void> {
  if (response.status >= 400) throw new Error(`The response was ${response.status}: ${await response.text()}`)
}
