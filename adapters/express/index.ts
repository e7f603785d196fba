export type { ExpressHandler } from './bridge.js'
export { toExpress } from './bridge.js'
export type { ExpressRequest, ExpressResponse } from './types.js'
