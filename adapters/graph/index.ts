/**
 * The Temporary Access Pass part of Microsoft Graph over any store, for clients and scripts that use Graph.
 *
 * @module
 */
export type { AadstsError } from './aadsts.js'
export { aadstsError } from './aadsts.js'
export type { AuditActivity, ModifiedProperty } from './audit.js'
export { auditActivity } from './audit.js'
export type { IssuingReasons } from './call.js'
export type { GraphHandlerOptions } from './handler.js'
export { createGraphHandler } from './handler.js'
export type { GraphPrincipal } from './principal.js'
export { actorFromPrincipal } from './principal.js'
