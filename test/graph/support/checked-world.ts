import { expect } from 'vitest'
import type { GraphHandlerOptions } from '../../../adapters/graph/index.js'
import { memoryStore } from '../../../adapters/memory/index.js'
import type { Store, StoredDocument } from '../../../src/ports/store.js'
import type { Called, GraphWorld } from '../../adapters/graph/graph-world.js'
import { createGraphWorld } from '../../adapters/graph/graph-world.js'
import type { WorldOptions } from '../../support/world.js'
import { metadataProblems } from './metadata.js'

/** Creates a world that compares every response with Graph's metadata and its error envelope. */
export function createCheckedWorld(
  options: WorldOptions = {},
  handlerOptions: Partial<GraphHandlerOptions> = {},
): GraphWorld {
  const graph = createGraphWorld(options, handlerOptions)
  const { call } = graph
  graph.call = async (method, path, sent) => {
    const called = await call(method, path, sent)
    expectGraphAnswer(called, method, path)
    return called
  }
  return graph
}

const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/

/** Fails unless Graph could have sent this response. */
export function expectGraphAnswer({ status, headers, text, body }: Called, method: string, path: string): void {
  const requestId = headers.get('request-id')
  expect(requestId).toMatch(guid)
  expect(headers.get('client-request-id')).toMatch(/^[\w.-]{1,64}$/)
  expect(headers.get('cache-control')).toBe('no-store')
  if (status === 204 || method === 'HEAD') {
    expect(text).toBe('')
    return
  }
  expect(headers.get('content-type')).toMatch(/^application\/json;/)
  if (status >= 400) expectEnvelope(body, requestId)
  else expectFit({ status, body }, path)
}

/** The body must fit Graph's metadata. Only a new pass has a code. */
function expectFit({ status, body }: Pick<Called, 'status' | 'body'>, path: string): void {
  expect([200, 201]).toContain(status)
  const version = path.toLowerCase().includes('/beta/') ? 'beta' : 'v1.0'
  expect(metadataProblems(body, version, /select=/i.test(path))).toEqual([])
  if (status !== 201) expect([body, ...(body.value ?? [])].every(hasNoCode), 'a code in a response to GET').toBe(true)
}

function expectEnvelope(body: Called['body'], requestId: string | null): void {
  expect(Object.keys(body)).toEqual(['error'])
  const { code, message, innerError, ...rest } = body.error
  expect(rest).toEqual({})
  expect([typeof code, typeof message]).toEqual(['string', 'string'])
  expect(innerError).toMatchObject({
    message,
    date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
    'request-id': requestId,
    'client-request-id': expect.any(String),
  })
  for (const detail of innerError.details ?? []) {
    expect(detail).toMatchObject({ target: expect.any(String), code: expect.any(String), message: expect.any(String) })
  }
}

function hasNoCode(item: { readonly temporaryAccessPass?: unknown }): boolean {
  return item.temporaryAccessPass == null
}

/** A store whose contents can be compared. */
export interface WatchedStore extends Store {
  /** What the documents say. A call that finds nothing to change stores the same text again, or an empty document. */
  contents(): string
}

export function watchedStore(): WatchedStore {
  const inner = memoryStore()
  const bodies = new Map<string, string>()
  return {
    ...inner,
    async compareAndSet(key, expected, next) {
      const isWritten = await inner.compareAndSet(key, expected, next)
      const name = JSON.stringify([key.tenantId, key.kind, key.id])
      if (isWritten && (bodies.has(name) || !isEmpty(next))) bodies.set(name, next?.body ?? '')
      return isWritten
    },
    contents: () => JSON.stringify([...bodies]),
  }
}

function isEmpty(document: StoredDocument | null): boolean {
  const { pass, registrations = [] } = JSON.parse(document?.body ?? '{}') as Record<string, unknown>
  return pass === undefined && Array.isArray(registrations) && registrations.length === 0
}
