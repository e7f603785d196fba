/**
 * Mounts handlers of web-standard requests in Express 4 and 5.
 *
 * @module
 */
export type { ExpressHandler } from './bridge.js'
export { toExpress } from './bridge.js'
export type { ExpressRequest, ExpressResponse } from './types.js'
