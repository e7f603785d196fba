import type { Request as ExpressRequest, RequestHandler } from 'express'
import { toExpress } from 'temporary-access-pass/express'
import type { GraphPrincipal } from 'temporary-access-pass/graph'
import { createGraphHandler } from 'temporary-access-pass/graph'
import type { Parts } from '../parts.js'

/** The pass endpoints of Microsoft Graph, for scripts. Mount it before sessions and body parsers: it needs neither. */
export function graphApi(parts: Parts): RequestHandler {
  return toExpress((request, expressRequest: ExpressRequest) => {
    const graph = createGraphHandler(parts.tap, {
      basePath: '/graph',
      authenticate: ({ headers }) => principalOf(parts, headers.get('authorization')),
      // The body of Graph has no fields for a reason and a ticket, which the policy can require.
      reasons: ({ headers }) => ({
        justification: headers.get('tap-justification') ?? undefined,
        ticket: headers.get('tap-ticket') ?? undefined,
      }),
      context: () => ({ ipAddress: expressRequest.ip, userAgent: expressRequest.get('User-Agent') }),
      onError: (error) => expressRequest.log.error(error),
    })
    return graph(request)
  })
}

/** Returns the script of a token, or the user that the token acts for while their account is enabled. */
function principalOf({ tokens, users, clock }: Parts, authorization: string | null): GraphPrincipal | undefined {
  const [, sent] = /^Bearer ([\w-]{1,100})$/i.exec(authorization ?? '') ?? []
  const token = sent === undefined ? undefined : tokens.use(sent, clock())
  if (token === undefined) return undefined
  const { name: appId, userId, scopes } = token
  if (userId === undefined) return { appId, scopes }
  const user = users.byId(userId)
  if (user?.isEnabled !== true) return undefined
  return { user: user.id, userPrincipalName: user.userPrincipalName, appId, scopes }
}
