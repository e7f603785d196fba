import type { Request, Response } from 'express'
import { Router } from 'express'
import { mayGiveAccess } from '../access.js'
import { tokenLifetimeInDays } from '../api-tokens.js'
import { english } from '../english.js'
import type { FieldErrors } from '../form.js'
import { text, texts } from '../form.js'
import { page, refuse } from '../pages.js'
import type { Parts } from '../parts.js'
import { visitorOf } from '../session.js'

/** Which scripts may call the API, for whoever may give that away. */
export function apiAccessRoutes(parts: Parts): Router {
  const router = Router()
  router.use('/api-access', (request, response, next) => {
    if (!mayGiveAccess(visitorOf(response).person)) return refuse(request, response, 403, english.notAllowed)
    next()
  })
  router.get('/api-access', (request, response) => show(parts, request, response))
  router.post('/api-access', (request, response) => make(parts, request, response))
  router.post('/api-access/:id/revoke', (request, response) => {
    parts.tokens.revoke(request.params.id)
    request.log.warn({ tokenId: request.params.id, by: visitorOf(response).person.id }, 'An API token was revoked')
    request.session.notice = 'The token is revoked. Whoever has it is let in no more.'
    response.redirect(303, '/api-access')
  })
  return router
}

/** What a token can be for: a scope of Graph, in our words. */
const apiScopes = [
  { name: 'UserAuthMethod-TAP.Read.All', label: 'look at passes, never at codes' },
  { name: 'UserAuthMethod-TAP.ReadWrite.All', label: 'issue and delete passes: whoever can, can sign in as anybody' },
  { name: 'Policy.Read.AuthenticationMethod', label: 'look at the policy' },
  { name: 'Policy.ReadWrite.AuthenticationMethod', label: 'change the policy' },
] as const

/** The token is in the answer to this one POST, as a code is, and nowhere else. */
function make(parts: Parts, request: Request, response: Response): void {
  const { person } = visitorOf(response)
  const name = text(request.body, 'name').trim()
  const wanted = texts(request.body, 'scopes')
  const scopes = apiScopes.map((scope) => scope.name).filter((scope) => wanted.includes(scope))
  const errors: FieldErrors = {
    ...(!/^[\p{L}\p{N} ._-]{1,64}$/u.test(name) && { name: english.tokenNameMissing }),
    ...(scopes.length === 0 && { scopes: english.tokenScopesMissing }),
  }
  if (Object.keys(errors).length > 0) {
    show(parts, request, response.status(422), { name, scopes, errors })
    return
  }
  const personId = text(request.body, 'actsAs') === 'me' ? person.id : undefined
  const token = parts.tokens.make({ name, personId, scopes, madeBy: person.id }, parts.clock())
  request.log.warn({ name, personId, scopes, by: person.id }, 'An API token was made')
  page(request, response, 'api-token', { name, token, origin: parts.origin })
}

interface Shown {
  readonly name?: string
  readonly scopes?: readonly string[]
  readonly errors?: FieldErrors
}

function show({ tokens, people, clock, origin }: Parts, request: Request, response: Response, shown: Shown = {}): void {
  const nameOf = (id: string) => people.byId(id)?.displayName ?? 'somebody who has left'
  page(request, response, 'api-access', {
    name: '',
    scopes: [],
    errors: {},
    ...shown,
    origin,
    apiScopes,
    days: tokenLifetimeInDays,
    tokens: tokens.all().map((token) => ({
      ...token,
      isOver: clock() >= token.notAfter,
      actsAs: token.personId === undefined ? 'itself' : nameOf(token.personId),
      maker: nameOf(token.madeBy),
      labels: apiScopes.filter(({ name }) => token.scopes.includes(name)),
    })),
  })
}
