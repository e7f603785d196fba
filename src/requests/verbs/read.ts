import * as z from 'zod/mini'
import type { Page } from '../../api/call.js'
import type { Actor } from '../../core/access/actor.js'
import { isSamePerson } from '../../core/access/authorize.js'
import type { RequestView } from '../../core/event/request-vocabulary.js'
import { inputIssue } from '../../core/input/input-issue.js'
import { InvalidInputError, NotAuthorizedError, PortFailedError } from '../../errors.js'
import type { AuditContext } from '../../kernel/audited.js'
import { audited } from '../../kernel/audited.js'
import { authorize } from '../../kernel/authorize.js'
import { inputParser, optional, optionalCount, text } from '../../kernel/input-parser.js'
import { loadPolicy, requireReadable } from '../../kernel/load.js'
import type { Loaded } from '../../kernel/loaded.js'
import type { DirectoryUser } from '../../ports/directory.js'
import type { ScannedPage, StoreEntry } from '../../ports/store.js'
import type { ListRequestsInput, ReviewInput } from '../api.js'
import { loadRequest, openStoredRequest, readableRequest } from '../kernel/change-request.js'
import type { RequestDeps } from '../kernel/deps.js'
import { authorizeReview, describeNow, organisationOf, userOf } from '../kernel/organisation.js'
import type { PassRequest } from '../model/describe.js'
import type { RequestRecord } from '../model/request.js'
import { requestKind } from '../model/store-key.js'
import { applyExpiry } from '../model/transitions.js'
import { requestIdField } from './review.js'

const parseGet = inputParser({ requestId: requestIdField })
const parseList = inputParser({
  view: {
    schema: z.enum(['inbox', 'own', 'all']),
    expected: { text: '"inbox", "own" or "all"' },
  },
  cursor: optional(text(1, 4_096)),
  limit: optionalCount(1, 100),
})
const defaultLimit = 50
/** A page looks no further, so that none takes longer than a person waits. */
const maxScanned = 1_000

/** `requests.get`: for the person, for whoever may review it, for whoever sees all. */
export function getRequest(deps: RequestDeps, input: ReviewInput): Promise<PassRequest | undefined> {
  return audited<PassRequest | undefined>(deps, 'requests.list', input, async (audit) => {
    const { actor, requestId } = parseGet(input)
    const loaded = await loadRequest(deps, requestId.toLowerCase())
    const request = readableRequest(loaded)
    const person = request && (await userOf(deps, request))
    const event = { type: 'request.read', details: { requestId } } as const
    if (!request || !person) {
      await authorize(deps, audit, 'requests.list', actor)
      return { value: undefined, event }
    }
    audit.userId = person.id
    const { policy } = requireReadable(loaded.policy)
    const organisation = await organisationOf(deps, person)
    const isOwn = await isPersonThemselves(deps, audit, actor, person)
    if (!isOwn) {
      const asked = { actor, request: { ...request, approvals: [] }, organisation, policy }
      const isReviewer = await isAllowed(authorizeReview(deps, audit, asked))
      if (!isReviewer) await authorize(deps, audit, 'requests.list', actor)
    }
    return { value: describeNow(deps, request, organisation, policy), event }
  })
}

/**
 * Pages through the requests themselves and asks of each, by what the directory says now, whether it belongs on the list.
 * There is no index: nothing that a crash could leave behind, and nothing to correct when a delegate is appointed.
 */
export function listRequests(deps: RequestDeps, input: ListRequestsInput): Promise<Page<PassRequest>> {
  return audited(deps, 'requests.list', input, async (audit) => {
    const { actor, view, cursor, limit = defaultLimit } = parseList(input)
    const remembering = rememberingDirectory(deps)
    const wanted = await selector(remembering, audit, actor, view)
    const loaded = await loadPolicy(deps)
    requireReadable(loaded.policy)
    const items: PassRequest[] = []
    let next = cursor
    let scanned = 0
    do {
      const page = await scanPage(deps, next, limit)
      for (const entry of page.entries) {
        const item = await describeEntry(remembering, loaded, entry, wanted)
        if (item) items.push(item)
      }
      scanned += page.entries.length
      next = page.cursor
    } while (next !== undefined && items.length === 0 && scanned < maxScanned)
    return { value: { items, cursor: next }, event: { type: 'request.read', details: { view } } }
  })
}

/** Which requests are on the list? */
interface Selector {
  /** By the text alone, before it is opened: most are over. */
  readonly mayBe: (body: string) => boolean
  readonly is: (
    request: RequestRecord,
    person: DirectoryUser,
    loaded: Omit<Loaded, 'loadedUser'>,
  ) => Promise<boolean> | boolean
}

async function selector(deps: RequestDeps, audit: AuditContext, actor: Actor, view: RequestView): Promise<Selector> {
  if (view === 'all') {
    await authorize(deps, audit, 'requests.list', actor)
    return { mayBe: () => true, is: () => true }
  }
  const somebody = await personCalling(deps, audit, actor, view === 'own' ? 'requests.list' : 'requests.review')
  if (view === 'own') return { mayBe: () => true, is: (_, person) => isSamePerson(person, somebody) }
  const caller = audit.actor
  return {
    mayBe: (body) => body.includes('"state":"awaitingReview"') || body.includes('"state":"inCall"'),
    async is(request, person, { policy }) {
      const { state, call } = applyExpiry(request, deps.ports.nowMs())
      if (state !== 'awaitingReview' && !(state === 'inCall' && call?.reviewer.id === somebody.id)) return false
      const organisation = await organisationOf(deps, person)
      const asked = { actor, request, organisation, policy: policy.policy }
      const isMine = await isAllowed(authorizeReview(deps, audit, asked))
      audit.actor = caller
      return isMine
    },
  }
}

/** A list of one's own is a person's, who is who the directory says. @throws {@link NotAuthorizedError} */
async function personCalling(
  deps: RequestDeps,
  audit: AuditContext,
  actor: Actor,
  verb: 'requests.list' | 'requests.review',
): Promise<DirectoryUser> {
  audit.actor = { kind: actor.kind, id: actor.kind === 'user' ? actor.user : actor.id }
  const isPermitted = actor.kind === 'user' && (actor.permissions === undefined || actor.permissions.includes(verb))
  if (!isPermitted) throw new NotAuthorizedError(verb)
  const person = await deps.ports.findUser({ user: actor.user, tenantId: deps.tenantId })
  if (!person?.isEnabled) throw new NotAuthorizedError(verb)
  audit.actor = { kind: 'user', id: person.id }
  return person
}

async function isPersonThemselves(
  deps: RequestDeps,
  audit: AuditContext,
  actor: Actor,
  person: DirectoryUser,
): Promise<boolean> {
  if (actor.kind !== 'user') return false
  const known = await deps.ports.findUser({ user: actor.user, tenantId: deps.tenantId })
  const isOwn = known !== undefined && isSamePerson(known, person)
  return isOwn && (await isAllowed(personCalling(deps, audit, actor, 'requests.list')))
}

async function isAllowed(asking: Promise<unknown>): Promise<boolean> {
  try {
    await asking
    return true
  } catch (error) {
    if (error instanceof NotAuthorizedError) return false
    throw error
  }
}

/** One that is nobody's, or does not open, is on no list. */
async function describeEntry(
  deps: RequestDeps,
  loaded: Omit<Loaded, 'loadedUser'>,
  { key, document }: StoreEntry,
  { mayBe, is }: Selector,
): Promise<PassRequest | undefined> {
  if (key.tenantId !== deps.tenantId || !mayBe(document.body)) return undefined
  const { request } = openStoredRequest(deps, loaded.ring, key, document)
  const person = request && (await userOf(deps, request))
  if (!request || !person || !(await is(request, person, loaded))) return undefined
  return describeNow(deps, request, await organisationOf(deps, person), loaded.policy.policy)
}

/** Asks the directory about each person once in a call. */
function rememberingDirectory(deps: RequestDeps): RequestDeps {
  const known = new Map<string, Promise<DirectoryUser | undefined>>()
  const findUser: RequestDeps['ports']['findUser'] = (query) => {
    const asked = known.get(query.user) ?? deps.ports.findUser(query)
    known.set(query.user, asked)
    return asked
  }
  return { ...deps, ports: { ...deps.ports, findUser } }
}

/** A store says of a cursor that it never answered that it is out of range. */
async function scanPage(deps: RequestDeps, cursor: string | undefined, limit: number): Promise<ScannedPage> {
  try {
    return await deps.ports.scan({ kind: requestKind, tenantId: deps.tenantId, cursor, limit })
  } catch (error) {
    const isStrange = error instanceof PortFailedError && error.cause instanceof RangeError
    if (cursor === undefined || !isStrange) throw error
    throw new InvalidInputError([inputIssue('range', 'cursor', 'input.cursor')])
  }
}
