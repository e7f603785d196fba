import type { Request, Response } from 'express'
import { Router } from 'express'
import type { Call, Pass, Tap } from 'temporary-access-pass'
import { may } from '../access.js'
import { callOf } from '../call.js'
import type { Person } from '../directory.js'
import { english } from '../english.js'
import { text } from '../form.js'
import { page, refuse } from '../pages.js'
import type { Parts } from '../parts.js'
import { showPerson } from '../person-page.js'
import { visitorOf } from '../session.js'

/** The list of people, and the page of one. */
export function peopleRoutes(parts: Parts): Router {
  const router = Router()
  router.get('/people', (request, response) => list(parts, request, response))
  router.get('/people/:id', async (request, response) => {
    const person = parts.people.byId(request.params.id)
    if (person === undefined) return refuse(request, response, 404, english.unknownPerson)
    await showPerson(parts, request, response, person)
  })
  return router
}

async function list({ tap, people }: Parts, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response).person
  if (!may(visitor, 'users.explain')) return refuse(request, response, 403, english.notAllowed)
  const search = text(request.query, 'search').trim().slice(0, 100)
  const found = people.search(search)
  const passes = await passesOf(tap, callOf(request, response), visitor, found)
  page(request, response, 'people', {
    search,
    people: found.map((person) => ({
      person,
      pass: passes.get(person.id),
      isOpen: may(visitor, 'users.explain', person),
    })),
  })
}

/** In one listing for those who may see them all, else one by one for the people within their reach. */
async function passesOf(
  tap: Tap,
  call: Call,
  visitor: Person,
  people: readonly Person[],
): Promise<ReadonlyMap<string, Pass>> {
  const passes = may(visitor, 'passes.list')
    ? await allPasses(tap, call)
    : await passesInReach(tap, call, visitor, people)
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

async function passesInReach(
  tap: Tap,
  call: Call,
  visitor: Person,
  people: readonly Person[],
): Promise<readonly Pass[]> {
  const reachable = people.filter((person) => may(visitor, 'passes.get', person))
  const passes = await Promise.all(reachable.map((person) => tap.passes.get({ ...call, user: person.id })))
  return passes.flatMap((pass) => pass ?? [])
}
