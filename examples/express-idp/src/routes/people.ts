import type { Request, Response } from 'express'
import { Router } from 'express'
import type { Call, Pass, Tap } from 'temporary-access-pass'
import { may } from '../access.js'
import { callOf } from '../call.js'
import type { User } from '../directory.js'
import { english } from '../english.js'
import { text } from '../form.js'
import { page, refuse } from '../pages.js'
import type { Parts } from '../parts.js'
import { visitorOf } from '../session.js'
import { showUser } from '../user-page.js'

/** The list of users, and the page of one user. */
export function peopleRoutes(parts: Parts): Router {
  const router = Router()
  router.get('/people', (request, response) => list(parts, request, response))
  router.get('/people/:id', async (request, response) => {
    const user = parts.users.byId(request.params.id)
    if (user === undefined) return refuse(request, response, 404, english.unknownUser)
    await showUser(parts, request, response, user)
  })
  return router
}

async function list({ tap, users }: Parts, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response).user
  if (!may(visitor, 'users.explain')) return refuse(request, response, 403, english.notAllowed)
  const search = text(request.query, 'search').trim().slice(0, 100)
  const found = users.search(search)
  const passes = await passesOf(tap, callOf(request, response), visitor, found)
  page(request, response, 'people', {
    search,
    users: found.map((user) => ({ user, pass: passes.get(user.id), isOpen: may(visitor, 'users.explain', user) })),
  })
}

/** Lists all passes if the visitor may. Otherwise reads the pass of each user that the visitor may see. */
async function passesOf(
  tap: Tap,
  call: Call,
  visitor: User,
  users: readonly User[],
): Promise<ReadonlyMap<string, Pass>> {
  const passes = may(visitor, 'passes.list')
    ? await allPasses(tap, call)
    : await readablePasses(tap, call, visitor, users)
  return new Map(passes.map((pass) => [pass.userId, pass]))
}

async function allPasses(tap: Tap, call: Call): Promise<readonly Pass[]> {
  const passes: Pass[] = []
  let cursor: string | undefined
  do {
    const page = await tap.passes.list({ ...call, cursor, limit: 100 })
    passes.push(...page.items)
    cursor = page.cursor
  } while (cursor !== undefined)
  return passes
}

async function readablePasses(tap: Tap, call: Call, visitor: User, users: readonly User[]): Promise<readonly Pass[]> {
  const readable = users.filter((user) => may(visitor, 'passes.get', user))
  const passes = await Promise.all(readable.map((user) => tap.passes.get({ ...call, user: user.id })))
  return passes.flatMap((pass) => pass ?? [])
}
