import type { Request, Response } from 'express'
import { Router } from 'express'
import { mayManageTokens } from '../access.js'
import { tokenLifetimeInDays } from '../api-tokens.js'
import { english } from '../english.js'
import type { FieldErrors } from '../form.js'
import { text, texts } from '../form.js'
import { page, refuse } from '../pages.js'
import type { Parts } from '../parts.js'
import { visitorOf } from '../session.js'

/** Creates and revokes API tokens. */
export function apiAccessRoutes(parts: Parts): Router {
  const router = Router()
  router.use('/api-access', (request, response, next) => {
    if (!mayManageTokens(visitorOf(response).user)) return refuse(request, response, 403, english.notAllowed)
    next()
  })
  router.get('/api-access', (request, response) => show(parts, request, response))
  router.post('/api-access', (request, response) => create(parts, request, response))
  router.post('/api-access/:id/revoke', (request, response) => {
    parts.tokens.revoke(request.params.id)
    request.log.warn({ tokenId: request.params.id, by: visitorOf(response).user.id }, 'An API token was revoked')
    request.session.notice = 'The token is revoked. Scripts that use it no longer work.'
    response.redirect(303, '/api-access')
  })
  return router
}

/** The Graph scopes of a token, as page texts. */
const apiScopes = [
  { name: 'UserAuthMethod-TAP.Read.All', label: 'view passes, but not their codes' },
  {
    name: 'UserAuthMethod-TAP.ReadWrite.All',
    label: 'issue and delete passes: with these, the script can sign in as anyone',
  },
  { name: 'Policy.Read.AuthenticationMethod', label: 'view the policy' },
  { name: 'Policy.ReadWrite.AuthenticationMethod', label: 'change the policy' },
] as const

/** The token is in the response to this POST only, like the code of a pass. */
function create(parts: Parts, request: Request, response: Response): void {
  const { user } = visitorOf(response)
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
  const userId = text(request.body, 'actsAs') === 'me' ? user.id : undefined
  const token = parts.tokens.create({ name, userId, scopes, createdBy: user.id }, parts.clock())
  request.log.warn({ name, userId, scopes, by: user.id }, 'An API token was created')
  page(request, response, 'api-token', { name, token, origin: parts.origin })
}

interface TokenFormState {
  readonly name?: string
  readonly scopes?: readonly string[]
  readonly errors?: FieldErrors
}

function show(
  { tokens, users, clock, origin }: Parts,
  request: Request,
  response: Response,
  form: TokenFormState = {},
): void {
  const nameOf = (id: string) => users.byId(id)?.displayName ?? 'a person who has left'
  page(request, response, 'api-access', {
    name: '',
    scopes: [],
    errors: {},
    ...form,
    origin,
    apiScopes,
    days: tokenLifetimeInDays,
    tokens: tokens.all().map((token) => ({
      ...token,
      hasEnded: clock() >= token.notAfter,
      actsAs: token.userId === undefined ? 'itself' : nameOf(token.userId),
      creator: nameOf(token.createdBy),
      labels: apiScopes.filter(({ name }) => token.scopes.includes(name)),
    })),
  })
}
