import { once } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { toExpress } from '../../../adapters/express/index.js'
import type { GraphPrincipal } from '../../../adapters/graph/index.js'
import { createGraphHandler } from '../../../adapters/graph/index.js'
import type { Tap } from '../../../src/api/tap.js'
import { application } from '../../adapters/graph/graph-world.js'
import type { Certificate } from './certificate.js'

/** A listening server with Graph under `/graph`. */
export interface GraphServer {
  /** Clients append the version. */
  readonly baseUrl: string
  /** The headers of every request to Graph so far. */
  readonly seen: readonly Headers[]
  close(): void
}

export interface GraphServerOptions {
  readonly certificate?: Certificate | undefined
  readonly createApp?: typeof express | undefined
}

const principals: ReadonlyMap<string | undefined, GraphPrincipal> = new Map([
  ['Bearer application', application],
  ['Bearer ada', { user: 'ada', appId: 'phone', scopes: ['UserAuthMethod-TAP.ReadWrite', 'Policy.Read.All'] }],
])

/** Starts a server on Express 5 or `createApp`, with HTTPS if there is a certificate. `/moved` redirects to `/graph`. */
export async function startGraphServer(
  tap: Tap,
  { certificate, createApp = express }: GraphServerOptions = {},
): Promise<GraphServer> {
  const seen: Headers[] = []
  const graph = createGraphHandler(tap, {
    basePath: '/graph',
    authenticate: ({ headers }) => {
      seen.push(headers)
      return principals.get(headers.get('authorization') ?? undefined)
    },
  })
  const app = createApp()
  app.use('/moved', (request, response) =>
    response.redirect(307, `${request.protocol}://${request.get('host')}/graph${request.url}`),
  )
  app.use('/graph', toExpress(graph))
  const server = certificate === undefined ? createServer(app) : createSecureServer(certificate, app)
  server.listen(0, 'localhost')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `${certificate === undefined ? 'http' : 'https'}://localhost:${port}/graph`,
    seen,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
