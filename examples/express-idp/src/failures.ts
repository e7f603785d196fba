import type { ErrorRequestHandler, RequestHandler } from 'express'
import { isTapError } from 'temporary-access-pass'
import { errorResponse } from 'temporary-access-pass/http'
import { english, sentenceOf } from './english.js'
import { refuse } from './pages.js'

/** Shows that a page does not exist. */
export const notFound: RequestHandler = (request, response) => refuse(request, response, 404, english.notFound)

/**
 * Handles errors that a route has not handled. The library gives the status of its own errors; other errors are logged.
 */
export const failed: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (response.headersSent) return next(error)
  if (isTapError(error)) {
    if (error.code === 'TAP_BUSY' || error.code === 'TAP_RATE_LIMITED')
      response.set('Retry-After', String(error.retryAfterInSeconds))
    if (error.code === 'TAP_PORT_FAILED' || error.code === 'TAP_UNREADABLE_DOCUMENT') request.log.error(error)
    return refuse(request, response, errorResponse(error).status, sentenceOf(error))
  }
  const status = statusOf(error)
  if (status === 413) return refuse(request, response, 413, english.tooLarge)
  if (status !== undefined && status < 500) return refuse(request, response, status, english.crossSite)
  request.log.error(error)
  refuse(request, response, 500, english.broken)
}

/** Express and its parsers set a status on the errors that they throw. */
function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined
  return typeof error.status === 'number' ? error.status : undefined
}
