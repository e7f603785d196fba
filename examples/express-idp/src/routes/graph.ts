import type { Request as ExpressRequest, RequestHandler } from 'express'
import { toExpress } from 'temporary-access-pass/express'
import type { GraphPrincipal } from 'temporary-access-pass/graph'
import { createGraphHandler } from 'temporary-access-pass/graph'
import type { Parts } from '../parts.js'

/** Microsoft Graph for scripts, as far as it is about passes. Mounted before sessions and body parsers: it needs neither. */
export function graphApi(parts: Parts): RequestHandler {
  return toExpress((request, own: ExpressRequest) => {
    const graph = createGraphHandler(parts.tap, {
      basePath: '/graph',
      authenticate: ({ headers }) => principalOf(parts, headers.get('authorization')),
      // Graph's own body has no place for what the policy may ask of whoever issues.
      reasons: ({ headers }) => ({
        justification: headers.get('tap-justification') ?? undefined,
        ticket: headers.get('tap-ticket') ?? undefined,
      }),
      context: () => ({ ipAddress: own.ip, userAgent: own.get('User-Agent') }),
      onError: (error) => own.log.error(error),
    })
    return graph(request)
  })
}

/** A program by its token; or a person, while they are still here, by a token that acts for them. */
function principalOf({ tokens, people, clock }: Parts, authorization: string | null): GraphPrincipal | undefined {
  const [, sent] = /^Bearer ([\w-]{1,100})$/i.exec(authorization ?? '') ?? []
  const token = sent === undefined ? undefined : tokens.use(sent, clock())
  if (token === undefined) return undefined
  const { name: appId, personId, scopes } = token
  if (personId === undefined) return { appId, scopes }
  const person = people.byId(personId)
  if (person?.isEnabled !== true) return undefined
  return { user: person.id, userPrincipalName: person.userPrincipalName, appId, scopes }
}
